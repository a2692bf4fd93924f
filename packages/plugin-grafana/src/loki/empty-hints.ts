import { LineclearError } from '@lineclear/core/plugin';
import type { Matcher } from '../expressions/model.ts';
import { counted } from '../schemas/counted.ts';
import { nearestNames } from '../prometheus/nearest-names.ts';
import type { LokiClient } from './loki-client.ts';
import type { NsRange } from './ns-time.ts';
import { queryParts } from './query-parts.ts';

interface Search {
  readonly client: LokiClient;
  readonly range: NsRange;
  readonly signal: AbortSignal;
}

/** Labels whose values are looked up; every one costs a request. */
const mostMatchers = 4;
const dayNs = 86_400_000_000_000n;

/**
 * Why a query may have found nothing: no such label, no such value, no lines in the range, or filters that leave none. A few cheap questions
 * to the index; where they fail there are fewer hints.
 */
export const emptyHints = async ({
  query,
  sought,
  ...search
}: Search & {
  query: string;
  /** What the lines were looked through for, such as `is an error`. */
  sought?: string;
}): Promise<readonly string[]> => {
  const { selectors, matchers, hasStages } = await queryParts(query);
  const [selector] = selectors;
  if (selector === undefined) return ['Check the selector and the range.'];
  try {
    const { entries } = await search.client.stats({ selector, range: search.range, signal: search.signal });
    if (entries > 0 && sought !== undefined)
      return [`${selector} has about ${lines(entries)} in this range; none that was read ${sought}.`];
    if (entries > 0)
      return [
        hasStages
          ? `${selector} has about ${lines(entries)} in this range: what comes after the selector leaves none of them.`
          : `The index counts about ${lines(entries)} of ${selector} near this range, and none in it.`,
      ];
    return await selectorHints({ ...search, selector, matchers });
  } catch (error) {
    if (LineclearError.is(error) && error.code !== 'cancelled') return ['Check the labels in the selector, and the range.'];
    throw error;
  }
};

const lines = (count: number): string => counted({ count, one: 'line' });

const selectorHints = async ({
  selector,
  matchers,
  ...search
}: Search & { selector: string; matchers: readonly Matcher[] }): Promise<readonly string[]> => {
  const { client, range, signal } = search;
  const names = await client.labelNames({ range, signal });
  if (names.length === 0) return ['There are no logs at all in this range: try another one.'];
  const wanted = matchers
    .filter(({ operator, value }) => operator === '=' && value !== undefined && value !== '')
    .slice(0, mostMatchers);
  const hints = await Promise.all(wanted.map((matcher) => matcherHints({ ...search, matcher, names })));
  if (hints.flat().length > 0) return hints.flat();
  const { entries } = await client.stats({ selector, range: { ...range, fromNs: range.toNs - dayNs }, signal });
  return entries > 0
    ? [`No stream of ${selector} has lines in this range; in the 24 hours before its end there are about ${entries}.`]
    : [`No stream has all labels of ${selector} in this range: leave one out.`];
};

const matcherHints = async ({
  client,
  range,
  signal,
  matcher: { label, value = '' },
  names,
}: Search & { matcher: Matcher; names: readonly string[] }): Promise<readonly string[]> => {
  if (!names.includes(label)) {
    return [`There is no label ${label} in this range; ${choices({ wanted: label, all: names })}.`];
  }
  const values = await client.labelValues({ label, range, signal });
  if (values.includes(value)) return [];
  return [`No stream has ${label}=${JSON.stringify(value)} in this range; ${choices({ wanted: value, all: values })}.`];
};

const choices = ({ wanted, all }: { wanted: string; all: readonly string[] }): string => {
  const near = nearestNames({ wanted, names: all });
  const shown = near.length === 0 ? all.slice(0, 10) : near;
  return `${near.length === 0 ? 'there are' : 'similar'}: ${shown.map((one) => JSON.stringify(one.slice(0, 100))).join(', ')}`;
};
