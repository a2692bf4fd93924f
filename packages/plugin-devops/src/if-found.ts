import { LineclearError } from '@lineclear/core/plugin';

/** What `promise` yields, and undefined where it fails with `not_found`; every other failure stays one. */
export const ifFound = async <Value>(promise: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await promise;
  } catch (error) {
    if (LineclearError.is(error) && error.code === 'not_found') return undefined;
    throw error;
  }
};
