import { type JsonObject, valueAt } from '../../../json/json-value.ts';
import { toCalculation } from './merge-options.ts';

const shown = ['avg', 'current', 'max', 'min', 'total'] as const;

/** The legend of a graph: a table where it was one, with the columns that it had. */
export const toLegend = (legend: JsonObject | undefined): JsonObject => ({
  showLegend: valueAt(legend, 'show') !== false,
  displayMode: valueAt(legend, 'alignAsTable') === true ? 'table' : 'list',
  placement: valueAt(legend, 'rightSide') === true ? 'right' : 'bottom',
  calcs:
    valueAt(legend, 'values') === true
      ? shown.filter((name) => valueAt(legend, name) === true).map((name) => toCalculation(name) ?? name)
      : [],
});
