import { isDeepStrictEqual } from 'node:util';
import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import { isJsonObject } from '../../openapi/json.ts';
import { Refusal } from '../../http/refusal.ts';
import { failureAnswer } from '../api/status.ts';

/** What a JSON patch (RFC 6902) makes of a value. Throws 422 where a step does not fit. */
export const jsonPatched = (value: JsonObject, patch: JsonValue): JsonObject => {
  if (!Array.isArray(patch)) throw unfit('a JSON patch is a list of operations');
  const root = { value: structuredClone<JsonValue>(value) };
  for (const step of patch) {
    if (!isJsonObject(step)) throw unfit('an operation is an object');
    take(root, step);
  }
  if (!isJsonObject(root.value)) throw unfit('nothing is left of the object');
  return root.value;
};

interface Root {
  value: JsonValue;
}

const take = (root: Root, { op, path, from, value = null }: JsonObject): void => {
  const place = segmentsOf(path);
  switch (op) {
    case 'test':
      if (!isDeepStrictEqual(read(root, place) ?? null, value)) throw unfit(`testing value ${String(path)} failed`);
      return;
    case 'remove':
      remove(root, place);
      return;
    case 'add':
      insert(root, { place, value });
      return;
    case 'replace':
      if (read(root, place) === undefined) throw unfit(`replace operation does not apply: doc is missing key: ${String(path)}`);
      remove(root, place);
      insert(root, { place, value });
      return;
    case 'move':
    case 'copy': {
      const moved = read(root, segmentsOf(from));
      if (moved === undefined) throw unfit(`${op} operation does not apply: ${String(from)} is missing`);
      if (op === 'move') remove(root, segmentsOf(from));
      insert(root, { place, value: structuredClone(moved) });
      return;
    }
    default:
      throw unfit(`Unexpected kind: ${String(op)}`);
  }
};

const segmentsOf = (pointer: JsonValue | undefined): readonly string[] => {
  if (typeof pointer !== 'string' || (pointer !== '' && !pointer.startsWith('/'))) throw unfit('a path begins with a slash');
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
};

const read = (root: Root, place: readonly string[]): JsonValue | undefined => {
  let value: JsonValue | undefined = root.value;
  for (const segment of place)
    value = Array.isArray(value) ? value[Number(segment)] : isJsonObject(value) ? value[segment] : undefined;
  return value;
};

const insert = (root: Root, { place, value }: { place: readonly string[]; value: JsonValue }): void => {
  const name = place.at(-1);
  if (name === undefined) {
    root.value = value;
    return;
  }
  const parent = read(root, place.slice(0, -1));
  if (Array.isArray(parent)) {
    const index = name === '-' ? parent.length : indexIn(parent, name, parent.length);
    parent.splice(index, 0, value);
  } else if (isJsonObject(parent)) parent[name] = value;
  else throw unfit(`add operation does not apply: doc is missing path: /${place.join('/')}`);
};

const remove = (root: Root, place: readonly string[]): void => {
  const parent = read(root, place.slice(0, -1));
  const name = place.at(-1) ?? '';
  if (Array.isArray(parent)) parent.splice(indexIn(parent, name, parent.length - 1), 1);
  else if (isJsonObject(parent) && name in parent) delete parent[name];
  else throw unfit(`remove operation does not apply: doc is missing path: /${place.join('/')}`);
};

const indexIn = (list: readonly JsonValue[], name: string, last: number): number => {
  if (!/^(0|[1-9]\d*)$/.test(name) || Number(name) > last)
    throw unfit(`Unable to access invalid index: ${name} of ${list.length}`);
  return Number(name);
};

const unfit = (why: string): Refusal =>
  new Refusal(
    failureAnswer({
      code: 422,
      reason: 'Invalid',
      message: `the server rejected our request due to an error in our request: ${why}`,
      details: {},
    }),
  );
