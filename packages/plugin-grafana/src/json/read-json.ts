import { LineclearError } from '@lineclear/core/plugin';
import { isObject, type JsonObject, type JsonValue, pathStep } from './json-value.ts';

/** What a document may cost. The largest dashboards that people keep have some thousand values and a depth below 20. */
const limits = { depth: 50, values: 200_000, characters: 8_000_000 } as const;

/**
 * The value as JSON that is safe to walk, copy and change: nothing but JSON in it, not too deep, not too large, and no key that would reach
 * an object's prototype. Throws `invalid_input` with `details.reason` (`not_an_object`, `too_deep`, `too_large`, `forbidden_key`, `not_json`)
 * and the path.
 */
export const readJsonObject = ({ value, what }: { value: unknown; what: string }): JsonObject => {
  const left = { values: limits.values, characters: limits.characters };
  const read = copy({ value, path: '$', depth: 0, left, what });
  if (!isObject(read)) throw refusal({ what, reason: 'not_an_object', path: '$', says: 'is no JSON object' });
  return read;
};

interface Left {
  values: number;
  characters: number;
}

const copy = ({
  value,
  path,
  depth,
  left,
  what,
}: {
  value: unknown;
  path: string;
  depth: number;
  left: Left;
  what: string;
}): JsonValue => {
  left.values -= 1;
  if (left.values < 0 || left.characters < 0) throw refusal({ what, reason: 'too_large', path: '$', says: 'is too large' });
  if (depth > limits.depth)
    throw refusal({ what, reason: 'too_deep', path: `${path.slice(0, 60)}…`, says: 'is nested too deeply' });
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string') {
    left.characters -= value.length;
    return value;
  }
  if (Array.isArray(value))
    return Array.from(value, (item: unknown, index) =>
      copy({ value: item, path: path + pathStep(index), depth: depth + 1, left, what }),
    );
  if (typeof value !== 'object') throw refusal({ what, reason: 'not_json', path, says: 'has a value that is no JSON' });
  const entries: [string, JsonValue][] = [];
  for (const [key, item] of Object.entries(value)) {
    if (key === '__proto__') throw refusal({ what, reason: 'forbidden_key', path, says: 'has the key "__proto__"' });
    left.characters -= key.length;
    if (item !== undefined) entries.push([key, copy({ value: item, path: path + pathStep(key), depth: depth + 1, left, what })]);
  }
  return Object.fromEntries(entries);
};

const refusal = ({ what, reason, path, says }: { what: string; reason: string; path: string; says: string }): LineclearError =>
  new LineclearError('invalid_input', `${what} ${says}, at ${path.slice(0, 200)}.`, {
    hint: 'Send the JSON that Grafana exports, without anything else in it.',
    details: { reason, path: path.slice(0, 200) },
  });
