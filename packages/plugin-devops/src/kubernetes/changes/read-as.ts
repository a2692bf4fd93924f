import { LineclearError, quoted } from '@lineclear/core/plugin';
import type * as z from 'zod';

/** The parts of an object that a tool works with; `upstream_error` where it does not have them in that shape. */
export const readAs = <Schema extends z.ZodType>({ object, schema }: { object: unknown; schema: Schema }): z.output<Schema> => {
  const read = schema.safeParse(object);
  if (read.success) return read.data;
  const place = read.error.issues[0]?.path.map(String).join('.') ?? '';
  throw new LineclearError('upstream_error', `The cluster answered an object that does not fit at ${quoted(place)}.`, {
    effect: 'none',
    details: { reason: 'unexpected_shape' },
  });
};
