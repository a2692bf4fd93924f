import { LineclearError } from '@lineclear/core/plugin';

/** What a question yields, or `undefined` where the credentials may not ask it: a part that is joined must not cost the whole answer. */
export const ifAllowed = async <Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> => {
  try {
    return await ask();
  } catch (error) {
    if (LineclearError.is(error) && error.code === 'forbidden') return undefined;
    throw error;
  }
};
