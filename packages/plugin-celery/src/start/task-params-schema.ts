import * as z from 'zod';

/** Keyword arguments of a task. Listed as an object with anything in it: the schema of all JSON is long and says no more. */
export const keywordArguments = z
  .record(z.string(), z.unknown())
  .pipe(z.record(z.string().max(255), z.json()))
  .default({});
