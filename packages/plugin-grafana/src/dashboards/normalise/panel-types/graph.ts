import {
  arrayAt,
  isObject,
  type JsonObject,
  type JsonValue,
  numberAt,
  objectAt,
  omit,
  textAt,
  valueAt,
} from '../../../json/json-value.ts';
import { toOverrides } from './graph-overrides.ts';
import { toLegend } from './legend.ts';
import { toPanel } from './merge-options.ts';

// What is said again in new places below. Everything else of the panel is kept as it is.
const mapped =
  'type lines fill fillGradient linewidth bars points pointradius steppedLine stack percentage nullPointMode legend tooltip yaxes yaxis xaxis thresholds seriesOverrides aliasColors dashes dashLength spaceLength renderer hiddenSeries'.split(
    ' ',
  );

/** A graph as a time series; as a histogram or a bar chart where its horizontal axis showed values or series. */
export const fromGraph = (panel: JsonObject): JsonObject => {
  const rest = omit(panel, mapped);
  const axis = objectAt(panel, 'xaxis');
  const mode = textAt(axis, 'mode');
  const [left, right] = arrayAt(panel, 'yaxes').map((item) => (isObject(item) ? item : undefined));
  const legend = toLegend(objectAt(panel, 'legend'));
  const tooltip = toTooltip(objectAt(panel, 'tooltip'));
  const defaults = {
    unit: unitOf(left),
    decimals: numberAt(left, 'decimals'),
    min: limitAt(left, 'min'),
    max: limitAt(left, 'max'),
  };
  if (mode === 'histogram') {
    const buckets = numberAt(axis, 'buckets');
    return toPanel({
      rest,
      parts: {
        type: 'histogram',
        options: { legend, tooltip, combine: false, ...(buckets === undefined ? {} : { bucketCount: buckets }) },
        defaults: { unit: defaults.unit },
      },
    });
  }
  const overrides = toOverrides({ panel, right });
  if (mode === 'series')
    return toPanel({
      rest,
      parts: {
        type: 'barchart',
        options: { legend, tooltip, orientation: 'auto', showValue: 'auto', stacking: stackingOf(panel) },
        defaults,
        overrides,
      },
    });
  const thresholds = toThresholds(arrayAt(panel, 'thresholds'));
  return toPanel({
    rest,
    parts: {
      type: 'timeseries',
      options: { legend, tooltip },
      defaults: { ...defaults, color: { mode: 'palette-classic' }, thresholds },
      custom: {
        ...drawing(panel),
        axisLabel: textAt(left, 'label'),
        scaleDistribution: scaleOf(left),
        thresholdsStyle: thresholds === undefined ? undefined : { mode: 'area' },
      },
      overrides,
    },
  });
};

const drawing = (panel: JsonObject): Readonly<Record<string, JsonValue | undefined>> => {
  const isBars = valueAt(panel, 'bars') === true;
  const isLines = valueAt(panel, 'lines') !== false;
  const nulls = textAt(panel, 'nullPointMode');
  return {
    drawStyle: isLines ? 'line' : isBars ? 'bars' : 'points',
    lineInterpolation: valueAt(panel, 'steppedLine') === true ? 'stepAfter' : undefined,
    lineWidth: numberAt(panel, 'linewidth') ?? 1,
    lineStyle:
      valueAt(panel, 'dashes') === true
        ? { fill: 'dash', dash: [numberAt(panel, 'dashLength') ?? 10, numberAt(panel, 'spaceLength') ?? 10] }
        : undefined,
    fillOpacity: isBars && !isLines ? 100 : Math.min(100, (numberAt(panel, 'fill') ?? 1) * 10),
    gradientMode: (numberAt(panel, 'fillGradient') ?? 0) > 0 ? 'opacity' : undefined,
    pointSize: valueAt(panel, 'points') === true ? Math.max(1, (numberAt(panel, 'pointradius') ?? 2) * 2) : undefined,
    showPoints: valueAt(panel, 'points') === true ? 'always' : 'never',
    spanNulls: nulls === 'connected' ? true : undefined,
    stacking: stackingOf(panel),
  };
};

const stackingOf = (panel: JsonObject): JsonValue => {
  if (valueAt(panel, 'stack') !== true) return { mode: 'none', group: 'A' };
  return { mode: valueAt(panel, 'percentage') === true ? 'percent' : 'normal', group: 'A' };
};

const unitOf = (axis: JsonObject | undefined): string | undefined => textAt(axis, 'format');

/** A limit could be a number in quotes. */
const limitAt = (axis: JsonObject | undefined, key: string): number | undefined => {
  const value = valueAt(axis, key);
  const limit = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof limit === 'number' && Number.isFinite(limit) ? limit : undefined;
};

const scaleOf = (axis: JsonObject | undefined): JsonValue | undefined => {
  const base = numberAt(axis, 'logBase');
  return base === undefined || base === 1 ? undefined : { type: 'log', log: base };
};

const toTooltip = (tooltip: JsonObject | undefined): JsonObject => {
  const order = numberAt(tooltip, 'sort');
  return {
    mode: valueAt(tooltip, 'shared') === false ? 'single' : 'multi',
    sort: order === 1 ? 'asc' : order === 2 ? 'desc' : 'none',
  };
};

const colours: Readonly<Record<string, string>> = { critical: 'red', warning: 'orange', ok: 'green' };

/** Limits that coloured what lies above; one for what lies below begins at the bottom. */
const toThresholds = (list: readonly JsonValue[]): JsonValue | undefined => {
  const steps = list.flatMap((item) => {
    const value = isObject(item) ? numberAt(item, 'value') : undefined;
    if (!isObject(item) || value === undefined) return [];
    const mode = textAt(item, 'colorMode') ?? 'critical';
    const color =
      mode === 'custom' ? (textAt(item, 'fillColor') ?? textAt(item, 'lineColor') ?? 'red') : (colours[mode] ?? 'red');
    return [{ value, color, isBelow: textAt(item, 'op') === 'lt' }];
  });
  if (steps.length === 0) return undefined;
  const sorted = steps.toSorted((one, other) => one.value - other.value);
  const below = sorted.find(({ isBelow }) => isBelow);
  return {
    mode: 'absolute',
    steps: [
      { value: null, color: below?.color ?? 'transparent' },
      ...sorted.map(({ value, color, isBelow }) => ({ value, color: isBelow ? 'transparent' : color })),
    ],
  };
};
