import { fieldTokens, isMessage } from './field-tokens.ts';
import { headLine } from './head-line.ts';
import { wildcard } from './parameters.ts';

/** The tokens of a line that is one JSON object: the level first, then the messages, then all other fields by name. Nothing for other lines. */
export const jsonTokens = (line: string): readonly string[] | undefined => {
  if (!line.startsWith('{') || !line.endsWith('}')) return undefined;
  const fields = fieldsOf(line);
  if (fields === undefined || fields.length === 0) return undefined;
  return fields.toSorted(byRank).flatMap(({ key, value }) => {
    if (typeof value === 'string') return fieldTokens({ key, value: headLine(value) });
    if (typeof value === 'number') return fieldTokens({ key, value: String(value) });
    return [`${key}=${wildcard}`];
  });
};

/** A field of an object in an object has both names: `http_status`. Lists, booleans and null have no value. */
export interface LogField {
  readonly key: string;
  readonly value: string | number | undefined;
}

/** The fields of a line that is one JSON object; nothing for other lines. */
export const fieldsOf = (line: string): readonly LogField[] | undefined => {
  try {
    const parsed: unknown = JSON.parse(line);
    return isRecord(parsed) ? flatten({ value: parsed, prefix: '', level: 0 }).slice(0, mostFields) : undefined;
  } catch {
    return undefined;
  }
};

const mostFields = 80;
const deepest = 3;

const flatten = ({
  value,
  prefix,
  level,
}: {
  value: Record<string, unknown>;
  prefix: string;
  level: number;
}): readonly LogField[] =>
  Object.entries(value).flatMap(([name, inner]): readonly LogField[] => {
    const key = prefix + name.slice(0, 60).replaceAll(/[\s="]/g, '_');
    if (isRecord(inner) && level < deepest) return flatten({ value: inner, prefix: `${key}_`, level: level + 1 });
    return [{ key, value: typeof inner === 'string' || typeof inner === 'number' ? inner : undefined }];
  });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const byRank = (one: LogField, other: LogField): number =>
  rankOf(one.key) - rankOf(other.key) || (one.key < other.key ? -1 : one.key > other.key ? 1 : 0);

const rankOf = (key: string): number => (/^(?:level|lvl|severity)$/i.test(key) ? 0 : isMessage(key) ? 1 : 2);
