import type * as z from 'zod';
import type { Problem } from './types.ts';

export type Path = readonly PropertyKey[];

/** `['tasks', 3, 'name']` as `tasks[3].name`; the root is empty. */
export const toPath = (path: Path): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    const name = shorten(String(key));
    return text === '' ? name : `${text}.${name}`;
  }, '');

/** A wrong list of many items has as many issues; the first ones tell enough. */
const mostIssues = 50;

/** What zod found wrong with `value`, as problems a caller can act on. No message repeats the value: it may be a secret. */
export const fromZodIssues = ({ issues, value }: { issues: readonly z.core.$ZodIssue[]; value: unknown }): readonly Problem[] =>
  issues.slice(0, mostIssues).flatMap((issue) => fromIssue({ issue, value, base: [] }));

const fromIssue = ({ issue, value, base }: { issue: z.core.$ZodIssue; value: unknown; base: Path }): readonly Problem[] => {
  const path = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: toPath([...path, key]), message: 'unknown field' }));
  }
  if (issue.code === 'invalid_union') {
    const nearest = issue.errors.toSorted((left, right) => left.length - right.length)[0];
    if (nearest !== undefined) return nearest.flatMap((inner) => fromIssue({ issue: inner, value, base: path }));
  }
  if (issue.code === 'invalid_type' && at({ value, path }) === undefined) {
    return [{ path: toPath(path), message: `is required (${issue.expected})` }];
  }
  return [{ path: toPath(path), message: issue.message }];
};

const at = ({ value, path }: { value: unknown; path: Path }): unknown =>
  path.reduce<unknown>(
    (part, key) => (typeof part === 'object' && part !== null && Object.hasOwn(part, key) ? Reflect.get(part, key) : undefined),
    value,
  );

const shorten = (name: string): string => (name.length > 100 ? `${name.slice(0, 100)}…` : name);
