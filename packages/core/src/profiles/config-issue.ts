import type * as z from 'zod';
import { didYouMean } from '../policy/nearest.ts';
import type { ConfigIssue } from './types.ts';
import { unknownKeys } from './unknown-keys.ts';

type Path = readonly (string | number)[];

/** Parses one part of a configuration; keys that its schema does not know are issues at any depth. */
export const checkValue = <Schema extends z.ZodType>({
  schema,
  value,
  path,
  alsoKnown = [],
}: {
  schema: Schema;
  value: unknown;
  path: Path;
  /** More names that a mistyped key of the value itself may have meant. */
  alsoKnown?: readonly string[];
}): { readonly output?: z.output<Schema>; readonly issues: readonly ConfigIssue[] } => {
  const unknown = unknownKeys({ schema, value, path }).map((found) =>
    unknownKey({ ...found, known: found.path.length === path.length + 1 ? [...found.known, ...alsoKnown] : found.known }),
  );
  const parsed = schema.safeParse(value);
  if (parsed.success) return unknown.length === 0 ? { output: parsed.data, issues: [] } : { issues: unknown };
  const told = new Set(unknown.map((issue) => pathText(issue.path)));
  const others = parsed.error.issues
    .flatMap((issue) => toIssues({ issue, path }))
    .filter((issue) => !told.has(pathText(issue.path)));
  return { issues: [...unknown, ...others] };
};

/** `profiles.staging.connections.tasker.url` */
export const pathText = (path: Path): string => path.join('.');

const unknownKey = ({ path, key, known }: { path: Path; key: string; known: readonly string[] }): ConfigIssue => ({
  path,
  message: `Unknown key "${key}".`,
  hint: didYouMean({ name: key, known }),
});

const toIssues = ({ issue, path }: { issue: z.core.$ZodIssue; path: Path }): readonly ConfigIssue[] => {
  const at = [...path, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey({ path: [...at, key], key, known: [] }));
  return [{ path: at, message: sentence(issue.message), hint: hintFor(issue) }];
};

const sentence = (message: string): string => (/[.!?]$/.test(message) ? message : `${message}.`);

const hintFor = (issue: z.core.$ZodIssue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return `Write a value of type ${issue.expected}.`;
    case 'invalid_value':
      return `Use one of: ${issue.values.map(String).join(', ')}.`;
    case 'invalid_format':
      return issue.format === 'regex' ? 'Write a text of that form.' : `Write a text of the form "${issue.format}".`;
    case 'too_small':
      return `The least is ${issue.minimum}.`;
    case 'too_big':
      return `The most is ${issue.maximum}.`;
    default:
      return 'Write a value that fits.';
  }
};
