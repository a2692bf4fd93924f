import type * as z from 'zod';

/** What a list says of one object beside its name and age; what is null or undefined is left out. */
export type Cells = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>;
export type RowOf = (object: unknown) => Cells;

/** A row from the parts of an object that it reads; an object that is otherwise has none. */
export const row =
  <Schema extends z.ZodType>(schema: Schema, cells: (object: z.output<Schema>) => Cells): RowOf =>
  (object) => {
    const parsed = schema.safeParse(object);
    return parsed.success ? cells(parsed.data) : {};
  };
