import { type HttpResponse, LineclearError } from '@lineclear/core/plugin';
import type * as z from 'zod';
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

/** Whether the body of an answer has this shape; it may be anything, such as the page of a proxy. */
export const hasShape = <Schema extends z.ZodType>(answer: HttpResponse, schema: Schema): z.output<Schema> | undefined => {
  try {
    const { success, data } = schema.safeParse(JSON.parse(answer.text()));
    return success ? data : undefined;
  } catch {
    return undefined;
  }
};
