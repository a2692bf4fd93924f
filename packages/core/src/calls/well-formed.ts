import { LineclearError } from '../plugin/errors.ts';
import { isJsonObject, type JsonObject } from '../plugin/json.ts';

/**
 * Admits arguments that later parts may walk without care: an object, not deeper than `depth`, not larger than `bytes`
 * (counted as UTF-16 text), every string well-formed, every number finite and every name harmless. Throws `invalid_input`.
 */
export const wellFormedArguments = ({ args, bytes, depth }: { args: unknown; bytes: number; depth: number }): JsonObject => {
  const value = args ?? {};
  if (!isJsonObject(value))
    throw refuse('The arguments are not an object.', 'Send an object with the fields of the input schema.', 'not_an_object');
  let left = bytes;
  const walk = (part: unknown, level: number): void => {
    if (typeof part === 'string') {
      left -= part.length;
      if (!part.isWellFormed()) throw refuse('A text has half a surrogate pair.', 'Send well-formed Unicode.', 'lone_surrogate');
    } else if (typeof part === 'number' && !Number.isFinite(part)) {
      // JSON.parse reads 1e400 as Infinity, which no digest and no event can hold.
      throw refuse('A number is too large.', 'Send numbers that fit a 64-bit float.', 'number_range');
    } else if (typeof part === 'object' && part !== null) {
      if (level >= depth)
        throw refuse(`The arguments are nested deeper than ${depth} levels.`, 'Send flatter arguments.', 'too_deep');
      if (Array.isArray(part)) for (const item of part) walk(item, level + 1);
      else
        for (const [key, item] of Object.entries(part)) {
          // Schemas drop it without a word, and then the plan would hold less than what was sent.
          if (key === '__proto__') throw refuse('A field is called "__proto__".', 'Give the field another name.', 'bad_key');
          walk(key, level);
          walk(item, level + 1);
        }
    }
    left -= 1;
    if (left < 0) throw refuse(`The arguments are larger than ${bytes} characters.`, 'Send less at once.', 'too_large');
  };
  walk(value, 0);
  return value;
};

const refuse = (message: string, hint: string, reason: string) =>
  new LineclearError('invalid_input', message, { hint, details: { reason } });
