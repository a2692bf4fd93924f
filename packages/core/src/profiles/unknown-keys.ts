import * as z from 'zod';

type Path = readonly (string | number)[];

export interface UnknownKey {
  readonly path: Path;
  readonly key: string;
  /** What is known in its place. */
  readonly known: readonly string[];
}

/** The keys of a value that its schema would drop in silence, at any depth. Objects that are declared loose may have any. */
export const unknownKeys = ({ schema, value, path }: { schema: unknown; value: unknown; path: Path }): readonly UnknownKey[] => {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodObject && isRecord(value)) return inObject({ schema: inner, value, path });
  if (inner instanceof z.ZodArray && Array.isArray(value)) {
    return value.flatMap((part: unknown, index) => unknownKeys({ schema: inner.element, value: part, path: [...path, index] }));
  }
  if (inner instanceof z.ZodRecord && isRecord(value)) {
    return Object.entries(value).flatMap(([key, part]) =>
      unknownKeys({ schema: inner.valueType, value: part, path: [...path, key] }),
    );
  }
  if (inner instanceof z.ZodUnion) {
    const chosen = inner.options.find((option) => z.safeParse(option, value).success);
    return chosen === undefined ? [] : unknownKeys({ schema: chosen, value, path });
  }
  return [];
};

const inObject = ({
  schema,
  value,
  path,
}: {
  schema: z.ZodObject;
  value: Record<string, unknown>;
  path: Path;
}): readonly UnknownKey[] => {
  const { catchall } = schema.def;
  const isLoose = catchall !== undefined && !(catchall instanceof z.ZodNever);
  const known = Object.keys(schema.shape);
  return Object.entries(value).flatMap(([key, part]) => {
    if (known.includes(key)) return unknownKeys({ schema: schema.shape[key], value: part, path: [...path, key] });
    return isLoose ? [] : [{ path: [...path, key], key, known }];
  });
};

const unwrapped = (schema: unknown): unknown => {
  if (schema instanceof z.ZodPipe) return unwrapped(schema.in);
  const isWrapper =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNonOptional ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodCatch ||
    schema instanceof z.ZodLazy;
  return isWrapper ? unwrapped(schema.unwrap()) : schema;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
