import type { JsonObject, JsonValue } from '../plugin/json.ts';

/** What an answer left out to stay within its budget, so that the caller can ask for the rest. */
export interface LeftOut {
  /** Where, as `tasks` or `log.lines`. */
  readonly path: string;
  readonly kept: number;
  readonly left_out: number;
  readonly unit: 'items' | 'characters';
}

/**
 * Shortens the largest lists and texts of an answer until its JSON fits `limit` characters. The shape stays:
 * lists lose items from the end, texts lose their end. What is lost is listed in `left_out`.
 */
export const cutAnswer = ({
  value,
  limit,
}: {
  value: JsonObject;
  limit: number;
}): { value: JsonObject; leftOut: readonly LeftOut[] } => {
  const copy: JsonObject = structuredClone(value);
  const leftOut = new Map<string, LeftOut>();
  // Every round takes at least half of the largest part, so a few dozen rounds shrink anything.
  for (let round = 0; round < 64; round += 1) {
    const excess = JSON.stringify(copy).length - limit;
    if (excess <= 0) break;
    const largest = largestPart(copy);
    if (largest === undefined) break;
    shorten({ part: largest, excess, leftOut });
  }
  return { value: copy, leftOut: [...leftOut.values()] };
};

interface Part {
  readonly path: string;
  readonly size: number;
  readonly holder: JsonObject | JsonValue[];
  readonly key: string | number;
  readonly value: string | JsonValue[];
}

const largestPart = (root: JsonObject): Part | undefined => {
  let largest: Part | undefined;
  const visit = ({ holder, key, path }: { holder: JsonObject | JsonValue[]; key: string | number; path: string }): void => {
    const value = Array.isArray(holder) ? holder[Number(key)] : holder[key];
    if (typeof value === 'string' || Array.isArray(value)) {
      const worth = typeof value === 'string' ? value.length > 200 : value.length > 1;
      const size = typeof value === 'string' ? value.length : JSON.stringify(value).length;
      if (worth && (largest === undefined || size > largest.size)) largest = { path, size, holder, key, value };
    }
    if (Array.isArray(value)) value.forEach((_item, index) => visit({ holder: value, key: index, path: `${path}[${index}]` }));
    else if (typeof value === 'object' && value !== null) visitObject(value, path);
  };
  const visitObject = (object: JsonObject, path: string): void => {
    for (const key of Object.keys(object)) visit({ holder: object, key, path: path === '' ? key : `${path}.${key}` });
  };
  visitObject(root, '');
  return largest;
};

const shorten = ({ part, excess, leftOut }: { part: Part; excess: number; leftOut: Map<string, LeftOut> }): void => {
  const share = Math.max(0, 1 - excess / part.size);
  const kept = Math.max(1, Math.floor(part.value.length * Math.min(0.9, share)));
  const before = leftOut.get(part.path);
  const lost = part.value.length - kept;
  const shorter = typeof part.value === 'string' ? part.value.slice(0, kept).toWellFormed() : part.value.slice(0, kept);
  if (Array.isArray(part.holder)) part.holder[Number(part.key)] = shorter;
  else part.holder[part.key] = shorter;
  leftOut.set(part.path, {
    path: part.path,
    kept,
    left_out: lost + (before?.left_out ?? 0),
    unit: typeof part.value === 'string' ? 'characters' : 'items',
  });
};
