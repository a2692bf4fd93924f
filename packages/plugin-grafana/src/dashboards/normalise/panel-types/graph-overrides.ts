import {
  arrayAt,
  isObject,
  type JsonObject,
  type JsonValue,
  numberAt,
  objectAt,
  textAt,
  valueAt,
} from '../../../json/json-value.ts';

/** What a graph said about single series, as overrides of fields. */
export const toOverrides = ({ panel, right }: { panel: JsonObject; right: JsonObject | undefined }): readonly JsonValue[] => [
  ...Object.entries(objectAt(panel, 'aliasColors') ?? {}).flatMap(([name, color]) =>
    typeof color === 'string'
      ? [{ matcher: { id: 'byName', options: name }, properties: [property('color', { mode: 'fixed', fixedColor: color })] }]
      : [],
  ),
  ...arrayAt(panel, 'seriesOverrides').flatMap((override) => {
    const alias = isObject(override) ? textAt(override, 'alias') : undefined;
    if (!isObject(override) || alias === undefined) return [];
    const properties = propertiesOf({ override, right });
    return properties.length === 0 ? [] : [{ matcher: matcherFor(alias), properties }];
  }),
];

/** A name in slashes was a regular expression. */
const matcherFor = (alias: string): JsonValue => ({ id: /^\/.+\/[a-z]*$/.test(alias) ? 'byRegexp' : 'byName', options: alias });

const property = (id: string, value: JsonValue): JsonValue => ({ id, value });

const propertiesOf = ({ override, right }: { override: JsonObject; right: JsonObject | undefined }): readonly JsonValue[] => {
  const color = textAt(override, 'color');
  const fill = numberAt(override, 'fill');
  const width = numberAt(override, 'linewidth');
  const stack = valueAt(override, 'stack');
  const unit = textAt(right, 'format');
  const isRight = valueAt(override, 'yaxis') === 2;
  return [
    ...(isRight ? [property('custom.axisPlacement', 'right'), ...(unit === undefined ? [] : [property('unit', unit)])] : []),
    ...(color === undefined ? [] : [property('color', { mode: 'fixed', fixedColor: color })]),
    ...(fill === undefined ? [] : [property('custom.fillOpacity', Math.min(100, fill * 10))]),
    ...(width === undefined ? [] : [property('custom.lineWidth', width)]),
    ...(valueAt(override, 'bars') === true ? [property('custom.drawStyle', 'bars')] : []),
    ...(valueAt(override, 'dashes') === true ? [property('custom.lineStyle', { fill: 'dash', dash: [10, 10] })] : []),
    ...(valueAt(override, 'steppedLine') === true ? [property('custom.lineInterpolation', 'stepAfter')] : []),
    ...(typeof stack === 'boolean' || typeof stack === 'string'
      ? [
          property('custom.stacking', {
            mode: stack === false ? 'none' : 'normal',
            group: typeof stack === 'string' ? stack : 'A',
          }),
        ]
      : []),
    ...(textAt(override, 'transform') === 'negative-Y' ? [property('custom.transform', 'negative-Y')] : []),
    ...(valueAt(override, 'hiddenSeries') === true
      ? [property('custom.hideFrom', { viz: true, legend: false, tooltip: false })]
      : []),
  ];
};
