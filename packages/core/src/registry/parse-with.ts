import type * as z from 'zod';
import { fromZodIssues } from './problems.ts';
import type { Parsed } from './types.ts';
import type { UnknownFields } from './unknown-fields.ts';

/** A parser that answers at once where the schema lets it, and names every problem. */
export const parseWith = ({
  schema,
  unknownFields,
}: {
  schema: z.ZodObject;
  unknownFields: UnknownFields;
}): ((value: unknown) => Parsed | Promise<Parsed>) => {
  let parsesAsync = false;

  const toParsed = (value: unknown, result: z.ZodSafeParseResult<unknown>): Parsed => {
    const unknown = unknownFields(value);
    if (result.success && unknown.length === 0) return { ok: true, value: result.data };
    const wrong = result.success ? [] : fromZodIssues({ issues: result.error.issues, value });
    // Where the author's schema is strict itself, both speak of the same field.
    const known = new Set(unknown.map(({ path }) => path));
    return {
      ok: false,
      problems: [...unknown, ...wrong.filter(({ path, message }) => message !== 'unknown field' || !known.has(path))],
    };
  };

  const parseLater = async (value: unknown): Promise<Parsed> => {
    const result = await schema.safeParseAsync(value);
    parsesAsync = true;
    return toParsed(value, result);
  };

  return (value) => {
    if (parsesAsync) return parseLater(value);
    try {
      return toParsed(value, schema.safeParse(value));
    } catch {
      // Zod says only by throwing that a schema has to be awaited; a check that is broken throws there again.
      return parseLater(value);
    }
  };
};
