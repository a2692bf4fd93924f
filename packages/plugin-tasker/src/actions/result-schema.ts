import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { TaskerReader } from '../client/tasker-reader.ts';
import { asWord } from '../text/as-word.ts';
import { shownJson } from './shown-json.ts';

/** How a result that a person gives by hand compares with what the template says the step yields. */
export interface ResultCheck {
  /** `none` where the template has no schema for the step; `unknown` where it cannot be read. */
  readonly schema: 'known' | 'none' | 'unknown';
  readonly problems: readonly string[];
}

/** Looks at the keys of the first level: which are missing, unknown, or of another type. */
export const checkResult = async ({
  template,
  stepName,
  result,
  reader,
  signal,
}: {
  readonly template: { readonly namespace: string; readonly name: string; readonly version: string };
  readonly stepName: string;
  readonly result: Readonly<Record<string, unknown>>;
  readonly reader: TaskerReader;
  readonly signal: AbortSignal;
}): Promise<ResultCheck> => {
  const { namespace, name, version } = template;
  try {
    const { steps } = await reader.getTemplate({ namespace, name, version, signal });
    const schema = objectSchema.safeParse(steps.find((step) => step.name === stepName)?.result_schema).data;
    return schema === undefined
      ? { schema: 'none', problems: [] }
      : { schema: 'known', problems: firstOf(problemsOf({ schema, result })) };
  } catch (error) {
    if (LineclearError.is(error) && (error.code === 'not_found' || error.code === 'forbidden'))
      return { schema: 'unknown', problems: [] };
    throw error;
  }
};

const objectSchema = z.object({
  properties: z
    .record(
      z.string(),
      z.object({
        type: z
          .union([z.string(), z.array(z.string())])
          .optional()
          .catch(undefined),
      }),
    )
    .catch({}),
  required: z.array(z.string()).catch([]),
  additionalProperties: z.unknown().optional(),
});

const problemsOf = ({
  schema,
  result,
}: {
  schema: z.output<typeof objectSchema>;
  result: Readonly<Record<string, unknown>>;
}): readonly string[] => [
  ...schema.required.filter((key) => !Object.hasOwn(result, key)).map((key) => `${quoted(key)} is missing`),
  ...Object.entries(result).flatMap(([key, value]) => {
    const property = Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined;
    if (property === undefined) return schema.additionalProperties === false ? [`${quoted(key)} is not in the schema`] : [];
    const types = [property.type ?? []].flat();
    return types.length === 0 || types.some((type) => fits({ type, value }))
      ? []
      : [`${quoted(key)} is ${typeOf(value)}, not ${types.slice(0, 8).map(asWord).join(' or ')}`];
  }),
];

const shownProblems = 20;

const firstOf = (problems: readonly string[]): readonly string[] => [
  ...problems.slice(0, shownProblems),
  ...(problems.length > shownProblems ? [`${problems.length - shownProblems} more do not fit`] : []),
];

const fits = ({ type, value }: { type: string; value: unknown }): boolean =>
  type === typeOf(value) || (type === 'integer' && Number.isInteger(value));

const typeOf = (value: unknown): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
};

const quoted = (key: string): string => shownJson({ value: key, maxCharacters: 60 });
