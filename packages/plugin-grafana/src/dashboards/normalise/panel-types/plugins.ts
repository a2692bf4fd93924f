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
import { toCalculation, toMappings, toPanel } from './merge-options.ts';

/** The old table kept its columns and styles in fields that the new one reads when it opens it. */
export const fromTable = (panel: JsonObject): JsonObject =>
  toPanel({ rest: omit(panel, ['type']), parts: { type: 'table', options: { showHeader: true }, defaults: {} } });

/** The pie chart that was a plugin. */
export const fromPiechart = (panel: JsonObject): JsonObject => {
  const legend = objectAt(panel, 'legend');
  const placement = textAt(panel, 'legendType') === 'Right side' ? 'right' : 'bottom';
  const values = ['value', ...(valueAt(legend, 'percentage') === true ? ['percent'] : [])];
  return toPanel({
    rest: omit(panel, [
      'type',
      'pieType',
      'format',
      'valueName',
      'legend',
      'legendType',
      'aliasColors',
      'decimals',
      'breakPoint',
      'combine',
      'strokeWidth',
      'fontSize',
    ]),
    parts: {
      type: 'piechart',
      options: {
        pieType: textAt(panel, 'pieType') === 'donut' ? 'donut' : 'pie',
        reduceOptions: { calcs: [toCalculation(textAt(panel, 'valueName')) ?? 'lastNotNull'], fields: '', values: false },
        legend: {
          showLegend: valueAt(legend, 'show') !== false,
          displayMode: valueAt(legend, 'values') === true ? 'table' : 'list',
          placement,
          values,
        },
      },
      defaults: { unit: textAt(panel, 'format'), decimals: numberAt(panel, 'decimals') },
      overrides: Object.entries(objectAt(panel, 'aliasColors') ?? {}).flatMap(([name, color]) =>
        typeof color === 'string'
          ? [
              {
                matcher: { id: 'byName', options: name },
                properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: color } }],
              },
            ]
          : [],
      ),
    },
  });
};

/** The map that was a plugin: its centre, and a layer of markers. */
export const fromWorldmap = (panel: JsonObject): JsonObject =>
  toPanel({
    rest: omit(panel, ['type', 'mapCenter', 'mapCenterLatitude', 'mapCenterLongitude', 'initialZoom']),
    parts: {
      type: 'geomap',
      options: {
        view: {
          id: 'coords',
          lat: coordinate(panel, 'mapCenterLatitude'),
          lon: coordinate(panel, 'mapCenterLongitude'),
          zoom: coordinate(panel, 'initialZoom') || 1,
        },
        basemap: { type: 'default', name: 'Basemap' },
        layers: [{ type: 'markers', name: 'Markers', config: { showLegend: valueAt(panel, 'showLegend') === true } }],
      },
      defaults: {},
    },
  });

/** States over time, which a plugin drew. */
export const fromDiscrete = (panel: JsonObject): JsonObject => {
  const mappings = coloured({ mappings: toMappings(arrayAt(panel, 'valueMaps')), colors: arrayAt(panel, 'colorMaps') });
  return toPanel({
    rest: omit(panel, ['type', 'valueMaps', 'colorMaps', 'display', 'rowHeight', 'legendSortBy', 'units']),
    parts: {
      type: 'state-timeline',
      options: {
        mergeValues: true,
        showValue: 'auto',
        rowHeight: 0.9,
        legend: { showLegend: true, displayMode: 'list', placement: 'bottom' },
      },
      defaults: { unit: textAt(panel, 'units'), mappings: mappings.length === 0 ? undefined : mappings },
    },
  });
};

const coloured = ({
  mappings,
  colors,
}: {
  mappings: readonly JsonValue[];
  colors: readonly JsonValue[];
}): readonly JsonValue[] => {
  const named = colors.flatMap((item, index): readonly JsonValue[] => {
    const text = isObject(item) ? textAt(item, 'text') : undefined;
    const color = isObject(item) ? textAt(item, 'color') : undefined;
    return text === undefined || color === undefined || text === '__proto__'
      ? []
      : [{ type: 'value', options: { [text]: { text, color, index } } }];
  });
  return [...mappings, ...named];
};

/** Coordinates were texts. */
const coordinate = (panel: JsonObject, key: string): number => {
  const value = Number(valueAt(panel, key) ?? 0);
  return Number.isFinite(value) ? value : 0;
};
