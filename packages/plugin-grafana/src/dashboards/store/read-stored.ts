import { LineclearError } from '@lineclear/core/plugin';
import type { JsonObject } from '../../json/json-value.ts';
import { readJsonObject } from '../../json/read-json.ts';

/** A dashboard out of an answer. What no caller may send is not taken from a server either. */
export const readStored = (value: unknown): JsonObject => {
  try {
    return readJsonObject({ value, what: 'The stored dashboard' });
  } catch (error) {
    if (!LineclearError.is(error)) throw error;
    throw new LineclearError('upstream_error', error.message, {
      hint: 'Look at this dashboard in Grafana itself.',
      details: { ...error.details },
      effect: 'none',
    });
  }
};
