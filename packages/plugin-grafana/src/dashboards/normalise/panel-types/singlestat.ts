import { arrayAt, type JsonObject, type JsonValue, numberAt, objectAt, omit, textAt, valueAt } from '../../../json/json-value.ts';
import { toCalculation, toMappings, toPanel } from './merge-options.ts';

const mapped =
  'type format valueName thresholds colors colorBackground colorValue sparkline gauge valueMaps decimals nullText nullPointMode mappingType mappingTypes rangeMaps'.split(
    ' ',
  );

/** A single number: a gauge where it was drawn as one, a stat otherwise. */
export const fromSinglestat = (panel: JsonObject): JsonObject => {
  const gauge = objectAt(panel, 'gauge');
  const isGauge = valueAt(gauge, 'show') === true;
  const reduceOptions = { calcs: [toCalculation(textAt(panel, 'valueName')) ?? 'mean'], fields: '', values: false };
  const options: JsonObject = isGauge
    ? { reduceOptions, showThresholdLabels: false, showThresholdMarkers: true }
    : {
        reduceOptions,
        colorMode:
          valueAt(panel, 'colorBackground') === true ? 'background' : valueAt(panel, 'colorValue') === true ? 'value' : 'none',
        graphMode: valueAt(objectAt(panel, 'sparkline'), 'show') === true ? 'area' : 'none',
        justifyMode: 'auto',
        textMode: textAt(panel, 'valueName') === 'name' ? 'name' : 'auto',
      };
  const mappings = toMappings(arrayAt(panel, 'valueMaps'));
  return toPanel({
    // A kind of mapping that has no text for single values stays as it was written.
    rest: omit(panel, arrayAt(panel, 'rangeMaps').length > 0 ? mapped.filter((key) => key !== 'rangeMaps') : mapped),
    parts: {
      type: isGauge ? 'gauge' : 'stat',
      options,
      defaults: {
        unit: textAt(panel, 'format'),
        decimals: numberAt(panel, 'decimals'),
        noValue: textAt(panel, 'nullText'),
        min: isGauge ? (numberAt(gauge, 'minValue') ?? 0) : undefined,
        max: isGauge ? (numberAt(gauge, 'maxValue') ?? 100) : undefined,
        mappings: mappings.length === 0 ? undefined : mappings,
        thresholds: toThresholds(panel),
      },
    },
  });
};

/** `"50,80"` with three colours, of which the first is for what lies below both. */
const toThresholds = (panel: JsonObject): JsonValue | undefined => {
  const limits = (textAt(panel, 'thresholds') ?? '')
    .split(',')
    .flatMap((text) => (text.trim() === '' || !Number.isFinite(Number(text)) ? [] : [Number(text)]));
  if (limits.length === 0) return undefined;
  const colors = arrayAt(panel, 'colors').filter((color) => typeof color === 'string');
  const usual = ['green', 'orange', 'red'];
  return {
    mode: 'absolute',
    steps: [null, ...limits].map((value, index) => ({
      value,
      color: colors[index] ?? usual[Math.min(index, usual.length - 1)] ?? 'red',
    })),
  };
};
