import { isRecord } from './shape.ts';

/** Where the secrets of a connection come from, a line per setting; by `profile/connection`. Never a value. */
export type Sources = ReadonlyMap<string, readonly string[]>;

/** Collects the references of every connection in a file's value, before they are replaced. */
export const sourcesOf = (value: unknown): Sources => {
  const found = new Map<string, readonly string[]>();
  for (const [name, profile] of entriesOf(isRecord(value) ? value['profiles'] : undefined)) {
    for (const [id, settings] of entriesOf(profile)) {
      const sources = referencesIn({ value: settings, path: [] });
      if (sources.length > 0) found.set(`${name}/${id}`, sources);
    }
  }
  return found;
};

const referencesIn = ({ value, path }: { value: unknown; path: readonly string[] }): readonly string[] => {
  if (typeof value !== 'string')
    return entriesOf(value).flatMap(([key, part]) => referencesIn({ value: part, path: [...path, key] }));
  return [...value.matchAll(reference)].flatMap(([, kind, argument = '']) =>
    kind === undefined ? [] : [`${path.join('.')}: ${kind} ${shown({ kind, argument: argument.trim() })}`],
  );
};

// An escaped one is matched first, and names no kind.
const reference = /\$\$\{|\$\{(env|file|command):([^}]*)/g;

// Of a command the program alone: its arguments may be worth hiding.
const shown = ({ kind, argument }: { kind: string; argument: string }): string =>
  kind === 'command' ? (argument.split(/\s/)[0] ?? '') : argument;

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];
