import { LineclearError } from '@lineclear/core/plugin';
import { isArray, isObject, type JsonObject, type JsonValue, pathStep, textAt, valueAt } from '../json/json-value.ts';
import { locate, toPath } from './operations/locate.ts';
import { parsePath } from './operations/parse-path.ts';

/** What is at a path of a document, `$` for all of it. Throws `invalid_input` where a path leads nowhere. */
export const readPart = ({
  document,
  path,
}: {
  document: JsonObject;
  path: string;
}): { readonly path: string; readonly value: JsonValue } => {
  if (path === '$') return { path, value: document };
  const { keys, parent, exists } = locate({ document, steps: parsePath({ path }), path });
  const key = keys.at(-1) ?? '';
  const value = isArray(parent) ? parent[Number(key)] : isObject(parent) ? valueAt(parent, String(key)) : undefined;
  if (exists && value !== undefined) return { path: toPath(keys), value };
  throw new LineclearError('invalid_input', `There is nothing at ${JSON.stringify(path.slice(0, 200))}.`, {
    hint: 'Read it without a path, or at a shorter one.',
    details: { reason: 'path_not_found', path: path.slice(0, 200) },
  });
};

const mostParts = 200;

/** What is inside a value that is too large to show: the path and the size of each part, and what it is called. */
export const outlineOf = ({ path, value }: { path: string; value: JsonValue }) => {
  const entries: readonly (readonly [string | number, JsonValue])[] = isArray(value)
    ? [...value.entries()]
    : isObject(value)
      ? Object.entries(value)
      : [];
  const parts = entries.slice(0, mostParts).map(([key, item]) => {
    const name = isObject(item) ? (textAt(item, 'title') ?? textAt(item, 'name') ?? textAt(item, 'refId')) : undefined;
    return {
      path: path + pathStep(key),
      characters: JSON.stringify(item).length,
      ...(name !== undefined && { name: name.slice(0, 100) }),
    };
  });
  return { parts, leftOut: entries.length - parts.length };
};
