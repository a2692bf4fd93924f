import type { HttpResponse } from '@lineclear/core/plugin';
import type * as z from 'zod';

/** The body of an answer where it has this shape, and undefined where it is anything else, such as the page of a proxy. */
export const hasShape = <Schema extends z.ZodType>(answer: HttpResponse, schema: Schema): z.output<Schema> | undefined => {
  try {
    const { success, data } = schema.safeParse(JSON.parse(answer.text()));
    return success ? data : undefined;
  } catch {
    return undefined;
  }
};
