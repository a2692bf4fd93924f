import { LineclearError } from '@lineclear/core/plugin';
import type { Matcher, Selector } from '../expressions/model.ts';
import type { TimeRange } from '../time/time-range.ts';
import { nearestNames } from './nearest-names.ts';
import type { PrometheusClient } from './prometheus-client.ts';
import { shownName, shownNames } from './shown-name.ts';
import { selectorsOf } from './selectors-of.ts';

interface Search {
  readonly client: PrometheusClient;
  readonly range: TimeRange;
  readonly signal: AbortSignal;
}

/** Selectors that are looked into; every one costs a few requests. */
const mostSelectors = 3;

// Prometheus answers by blocks of two hours which names there are: a name may be known, and have no sample just then.
/**
 * Why a query may have found nothing: a metric that does not exist, a label value that no series has, or no samples in the range. A few
 * cheap questions; where they fail there are fewer hints.
 */
export const emptyHints = async ({ expr, ...search }: Search & { expr: string }): Promise<readonly string[]> => {
  const named = (await selectorsOf(expr)).filter(({ metric }) => metric !== undefined).slice(0, mostSelectors);
  if (named.length === 0) return ['The query names no metric to look up: check its labels and the range.'];
  try {
    const hints = await Promise.all(named.map((selector) => hintsFor({ ...search, selector })));
    const found = new Set(hints.flat());
    return found.size > 0
      ? [...found]
      : ['Every metric of the query is known around this range: labels, conditions or the exact time leave nothing over.'];
  } catch (error) {
    if (LineclearError.is(error) && error.code !== 'cancelled') return ['Check the metric, its labels and the range.'];
    throw error;
  }
};

const hintsFor = async ({ selector, ...search }: Search & { selector: Selector }): Promise<readonly string[]> => {
  const { client, range, signal } = search;
  const { metric = '' } = selector;
  const exists = async (within: TimeRange | undefined): Promise<boolean> =>
    (await client.labelValues({ label: '__name__', matches: [metric], range: within, signal })).length > 0;
  if (await exists(range))
    return (await Promise.all(selector.matchers.map((matcher) => matcherHint({ ...search, metric, matcher })))).flat();
  if (await exists(undefined)) return [`${metric} exists and has no samples in this range: try another one.`];
  const near = nearestNames({ wanted: metric, names: await client.labelValues({ label: '__name__', signal }) });
  return [
    near.length === 0
      ? `There is no metric ${metric}: list_prometheus_metric_names finds others.`
      : `There is no metric ${metric}. Similar ones: ${near.map(shownName).join(', ')}.`,
  ];
};

/** Only what wants a certain value can be wrong by itself. */
const matcherHint = async ({
  client,
  range,
  signal,
  metric,
  matcher: { label, operator, value },
}: Search & { metric: string; matcher: Matcher }): Promise<readonly string[]> => {
  if (operator !== '=' || value === undefined || value === '' || label === '__name__') return [];
  const values = await client.labelValues({ label, matches: [metric], range, signal });
  if (values.includes(value)) return [];
  if (values.length === 0) return [`${metric} has no label ${label} in this range.`];
  const near = nearestNames({ wanted: value, names: values });
  const choices = shownNames({ texts: near.length === 0 ? values : near, count: 5 });
  return [`No series of ${metric} has ${label}=${JSON.stringify(value)} in this range; it has ${choices}.`];
};
