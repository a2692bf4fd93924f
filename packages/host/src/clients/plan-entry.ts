import { isDeepStrictEqual } from 'node:util';

/** What would happen to a client's file. */
export type EntryPlan =
  | { readonly action: 'create' | 'add' | 'replace'; readonly text: string }
  | { readonly action: 'unchanged' }
  /** The file is one that cannot be rewritten without losing something; `reason` says what. */
  | { readonly action: 'refuse'; readonly reason: string };

/**
 * Works out a client's file with one more server in it. Every other entry and key stays as it is, in its place.
 * A file with comments is refused, because writing it back would lose them.
 */
export const planEntry = ({
  text,
  key,
  name,
  entry,
}: {
  /** The file as it is; `undefined` when there is none. */
  text: string | undefined;
  key: string;
  name: string;
  entry: Record<string, unknown>;
}): EntryPlan => {
  if (text === undefined || text.trim() === '')
    return { action: 'create', text: format({ value: { [key]: { [name]: entry } }, like: '' }) };
  const parsed = parse(text);
  if ('reason' in parsed) return { action: 'refuse', reason: parsed.reason };
  const servers = parsed.value[key] ?? {};
  if (!isRecord(servers)) return { action: 'refuse', reason: `"${key}" is not an object` };
  const before = Object.hasOwn(servers, name) ? servers[name] : undefined;
  if (isDeepStrictEqual(before, entry)) return { action: 'unchanged' };
  const value = { ...parsed.value, [key]: { ...servers, [name]: entry } };
  return { action: before === undefined ? 'add' : 'replace', text: format({ value, like: text }) };
};

const parse = (text: string): { value: Record<string, unknown> } | { reason: string } => {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isRecord(value) ? { value } : { reason: 'it is not a JSON object' };
  } catch {
    return {
      reason: /(^|[^:"])\/[/*]|,\s*[\]}]/m.test(text)
        ? 'it has comments or trailing commas, which would be lost'
        : 'it is not valid JSON',
    };
  }
};

const format = ({ value, like }: { value: unknown; like: string }): string => {
  const indent = /^\{\r?\n([ \t]+)"/.exec(like.trimStart())?.[1] ?? '  ';
  return `${JSON.stringify(value, undefined, indent)}\n`;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
