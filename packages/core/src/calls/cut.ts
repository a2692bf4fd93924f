import type { JsonObject } from '../plugin/json.ts';
import { LargestFirst } from './largest-first.ts';
import { isGone, measure, pathOf, resize, type Sized } from './sized-json.ts';

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
 * lists lose items from the end, texts lose their end. What is lost is listed in `left_out`. Only names, numbers
 * and what is empty are never shortened, so an answer of more of them than `limit` stays larger.
 */
export const cutAnswer = ({
  value,
  limit,
}: {
  value: JsonObject;
  limit: number;
}): { value: JsonObject; leftOut: readonly LeftOut[] } => {
  const copy: JsonObject = structuredClone(value);
  const root = measure(copy);
  const leftOut = new Map<string, LeftOut>();
  for (const least of leasts) {
    const parts = new LargestFirst();
    if (root.size > limit) addParts({ sized: root, parts, least });
    // Every round takes at least a tenth of the largest part, and at most half: so of many, none is lost for the others.
    while (root.size > limit) {
      const largest = parts.take();
      if (largest === undefined) break;
      if (isGone(largest)) continue;
      shorten({ part: largest, excess: root.size - limit, leftOut });
      if (isWorth({ sized: largest, least })) parts.add(largest);
    }
  }
  return { value: copy, leftOut: [...leftOut.values()] };
};

interface Least {
  readonly text: number;
  readonly list: number;
}

/** Up to here parts are shortened: first those that bear it well, and only then, where that is not enough, the rest. */
const leasts: readonly Least[] = [
  { text: 200, list: 1 },
  { text: 20, list: 1 },
  { text: 0, list: 0 },
];

const isWorth = ({ sized: { value }, least }: { sized: Sized; least: Least }): boolean =>
  typeof value === 'string' ? value.length > least.text : Array.isArray(value) && value.length > least.list;

const addParts = ({ sized, parts, least }: { sized: Sized; parts: LargestFirst; least: Least }): void => {
  if (isWorth({ sized, least })) parts.add(sized);
  for (const child of sized.children) addParts({ sized: child, parts, least });
};

const shorten = ({ part, excess, leftOut }: { part: Sized; excess: number; leftOut: Map<string, LeftOut> }): void => {
  const { value } = part;
  if (typeof value !== 'string' && !Array.isArray(value)) return;
  const share = Math.min(0.9, Math.max(0.5, 1 - excess / part.size));
  const kept = Math.floor(value.length * share);
  const path = pathOf(part);
  const before = leftOut.get(path);
  const unit = typeof value === 'string' ? 'characters' : 'items';
  leftOut.set(path, { path, kept, left_out: value.length - kept + (before?.left_out ?? 0), unit });
  if (typeof value === 'string') cutText({ part, text: value.slice(0, kept).toWellFormed() });
  else cutList({ part, list: value, kept });
};

const cutText = ({ part, text }: { part: Sized; text: string }): void => {
  const holder = part.parent?.value;
  if (Array.isArray(holder)) holder[Number(part.key)] = text;
  else if (typeof holder === 'object' && holder !== null) holder[part.key] = text;
  part.value = text;
  resize({ sized: part, by: JSON.stringify(text).length - part.size });
};

const cutList = ({ part, list, kept }: { part: Sized; list: unknown[]; kept: number }): void => {
  const gone = part.children.splice(kept);
  list.length = kept;
  for (const one of gone) one.isGone = true;
  const commas = gone.length - (kept === 0 ? 1 : 0);
  resize({ sized: part, by: -gone.reduce((size, one) => size + one.size, commas) });
};
