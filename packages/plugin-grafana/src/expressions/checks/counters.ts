import type { Check } from '../finding.ts';
import { counterFunctions, gaugeFunctions } from '../functions.ts';
import { typeOf } from '../metric-types.ts';
import { replaceSpan } from '../position.ts';
import { shapeOf } from '../series-shape.ts';

const forGauges: Readonly<Record<string, string>> = { rate: 'deriv', irate: 'idelta', increase: 'delta' };
const forCounters: Readonly<Record<string, string>> = { deriv: 'rate', idelta: 'irate', delta: 'increase' };

/** Finds functions for counters on gauges, and the other way round. */
export const checkCounters: Check = ({ nodes, text, context }) =>
  nodes.flatMap((node) => {
    if (node.kind !== 'call') return [];
    const metric = shapeOf({ text, node })?.selector.metric;
    const known = metric === undefined ? undefined : typeOf({ metric, metricTypes: context.metricTypes });
    if (metric === undefined || known === undefined) return [];
    const is = known.isCertain ? 'is' : 'looks like';
    const renamed = (name: string | undefined) =>
      name === undefined ? undefined : replaceSpan({ text, span: node.nameSpan, by: name });
    if (counterFunctions.has(node.name) && known.type === 'gauge')
      return [
        {
          code: 'rate_of_gauge',
          severity: known.isCertain ? ('error' as const) : ('warning' as const),
          message: `${JSON.stringify(metric)} ${is} a gauge; ${node.name} takes every fall of it for a restart.`,
          span: node,
          repaired: renamed(forGauges[node.name]),
        },
      ];
    if (gaugeFunctions.has(node.name) && known.type === 'counter')
      return [
        {
          code: 'delta_of_counter',
          severity: 'warning' as const,
          message: `${JSON.stringify(metric)} ${is} a counter; ${node.name} goes wrong at every restart.`,
          span: node,
          repaired: renamed(forCounters[node.name]),
        },
      ];
    return [];
  });
