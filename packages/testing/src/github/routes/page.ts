import type { Answer } from '../../http/route.ts';
import type { EndpointCall } from './endpoint.ts';

/** One page of a list, with the links to the others. */
export const page = <Item>(
  call: Pick<EndpointCall, 'request' | 'query' | 'links'>,
  items: readonly Item[],
  toWire: (item: Item) => unknown,
): Promise<Answer> => pageIn(call, items, toWire, (slice) => slice);

/** One page inside an object: `{ total_count, [name]: […] }`. */
export const countedPage = <Item>(
  call: Pick<EndpointCall, 'request' | 'query' | 'links'>,
  name: string,
  items: readonly Item[],
  toWire: (item: Item) => unknown,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Answer> => pageIn(call, items, toWire, (slice) => ({ total_count: items.length, ...more, [name]: slice }));

const pageIn = async <Item>(
  { request, query, links }: Pick<EndpointCall, 'request' | 'query' | 'links'>,
  items: readonly Item[],
  toWire: (item: Item) => unknown,
  around: (slice: readonly unknown[]) => unknown,
): Promise<Answer> => {
  const size = Math.min(100, positive(query.get('per_page'), 30));
  const number = positive(query.get('page'), 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const slice = await Promise.all(items.slice((number - 1) * size, number * size).map(toWire));
  const address = (target: number): string => {
    const url = new URL(request.url, links.api);
    url.searchParams.set('page', String(target));
    return url.href;
  };
  const targets = Object.entries({
    prev: number > 1 ? number - 1 : undefined,
    next: number < last ? number + 1 : undefined,
    last: number < last ? last : undefined,
    first: number > 1 ? 1 : undefined,
  }).flatMap(([relation, target]) => (target === undefined ? [] : [`<${address(target)}>; rel="${relation}"`]));
  return { json: around(slice), headers: targets.length === 0 ? {} : { link: targets.join(', ') } };
};

const positive = (text: string | null, fallback: number): number => {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : fallback;
};
