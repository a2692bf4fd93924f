import { differences } from './differences.ts';

/** The ids that a page shows stand for those of this run. */
export interface StandIns {
  /** `differences`, where an id that the page shows for the first time may be any that no other stands for yet. */
  readonly match: (options: { excerpt: unknown; actual: unknown }) => readonly string[];
  /** What the page shows, with the ids of this run. */
  readonly fill: (shown: unknown) => unknown;
}

/** Makes stand-ins for one run of a page. An id is taken over only from an answer that fits; `more` are ids of other forms than those of git and UUIDs. */
export const standIns = ({ more }: { more?: RegExp } = {}): StandIns => {
  const id = more === undefined ? usual : new RegExp(`${usual.source}|${more.source}`, 'g');
  let known: Ids = new Map();
  return {
    match: ({ excerpt, actual }) => {
      const ids = new Map(known);
      learn({ excerpt, actual, ids, id });
      const found = differences({ excerpt: filled({ shown: excerpt, ids, id }), actual });
      if (found.length === 0) known = ids;
      return found;
    },
    fill: (shown) => filled({ shown, ids: known, id }),
  };
};

/** For a page whose ids are those of simulated data. */
export const noStandIns: StandIns = { match: differences, fill: (shown) => shown };

type Ids = ReadonlyMap<string, string>;

/** UUIDs, and ids of git. */
const usual = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{40}\b/g;

const learn = ({
  excerpt,
  actual,
  ids,
  id,
}: {
  excerpt: unknown;
  actual: unknown;
  ids: Map<string, string>;
  id: RegExp;
}): void => {
  if (typeof excerpt === 'string') {
    if (typeof actual !== 'string' || !isId({ text: excerpt, id }) || !isId({ text: actual, id })) return;
    if (!ids.has(excerpt) && ![...ids.values()].includes(actual)) ids.set(excerpt, actual);
  } else if (isObject(excerpt) && isObject(actual)) {
    for (const [key, value] of Object.entries(excerpt)) learn({ excerpt: value, actual: actual[key], ids, id });
  }
};

const filled = ({ shown, ids, id }: { shown: unknown; ids: Ids; id: RegExp }): unknown => {
  if (typeof shown === 'string') return shown.replaceAll(id, (found) => ids.get(found) ?? found);
  if (Array.isArray(shown)) return shown.map((item) => filled({ shown: item, ids, id }));
  if (!isObject(shown)) return shown;
  return Object.fromEntries(Object.entries(shown).map(([key, value]) => [key, filled({ shown: value, ids, id })]));
};

const isId = ({ text, id }: { text: string; id: RegExp }): boolean => text.replace(id, '') === '' && text !== '';

/** Lists as well: their items are found by their indexes. */
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
