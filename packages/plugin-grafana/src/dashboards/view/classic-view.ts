import {
  arrayAt,
  isArray,
  isObject,
  type JsonObject,
  type JsonValue,
  numberAt,
  objectAt,
  textAt,
  valueAt,
} from '../../json/json-value.ts';
import { flattenRows } from '../normalise/legacy-rows.ts';
import { panelsOf } from '../normalise/panels.ts';
import type { DashboardView, PanelQuery, PanelView, QuerySource, VariableView } from './view.ts';

/** A dashboard of panels in a grid, or in the rows of the oldest ones. */
export const classicView = (json: JsonObject): DashboardView => ({
  description: filled(textAt(json, 'description')),
  tags: textsIn(valueAt(json, 'tags')),
  time: { from: textAt(objectAt(json, 'time'), 'from') ?? 'now-6h', to: textAt(objectAt(json, 'time'), 'to') ?? 'now' },
  refresh: filled(textAt(json, 'refresh')),
  panels: panelsOf(flattenRows(json).value).map(({ panel }) => toPanel(panel)),
  variables: arrayAt(objectAt(json, 'templating'), 'list').filter(isObject).map(toVariable),
  annotations: arrayAt(objectAt(json, 'annotations'), 'list')
    .filter(isObject)
    .map((annotation) => textAt(annotation, 'name') ?? ''),
});

/** Texts of a value that is one, or a list of them. */
export const textsIn = (value: JsonValue | undefined): readonly string[] =>
  (isArray(value) ? value : [value]).flatMap((item) =>
    typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean' ? [String(item)] : [],
  );

/** The text of a query, under the name that its datasource gives it. */
export const expressionOf = (model: JsonObject | undefined): string | undefined =>
  ['expr', 'query', 'rawSql', 'target', 'expression']
    .map((name) => filled(textAt(model, name)))
    .find((text) => text !== undefined);

export const filled = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

const toPanel = (panel: JsonObject): PanelView => ({
  id: numberAt(panel, 'id'),
  title: textAt(panel, 'title') ?? '',
  type: textAt(panel, 'type') ?? (objectAt(panel, 'libraryPanel') === undefined ? 'untyped' : 'library-panel'),
  description: filled(textAt(panel, 'description')),
  timeFrom: filled(textAt(panel, 'timeFrom')),
  queries: arrayAt(panel, 'targets')
    .filter(isObject)
    .map((target, index) => toQuery({ target, index, panel })),
});

const toQuery = ({ target, index, panel }: { target: JsonObject; index: number; panel: JsonObject }): PanelQuery => {
  const own = sourceIn(valueAt(target, 'datasource'));
  return {
    refId: textAt(target, 'refId') ?? String.fromCharCode(65 + (index % 26)),
    datasource:
      own.uid === undefined
        ? { ...sourceIn(valueAt(panel, 'datasource')), ...(own.type !== undefined && { type: own.type }) }
        : own,
    expression: expressionOf(target),
    isHidden: valueAt(target, 'hide') === true,
    isInstant: valueAt(target, 'instant') === true && valueAt(target, 'range') !== true,
  };
};

/** Older dashboards name a datasource by a text alone; "-- Mixed --" leaves it to each query. */
const sourceIn = (value: JsonValue | undefined): QuerySource => {
  const uid = filled(typeof value === 'string' ? value : isObject(value) ? textAt(value, 'uid') : undefined);
  const type = isObject(value) ? filled(textAt(value, 'type')) : undefined;
  return uid === '-- Mixed --' || uid === 'default' ? { uid: undefined, type: undefined } : { uid, type };
};

const toVariable = (variable: JsonObject): VariableView => {
  const query = valueAt(variable, 'query');
  return {
    name: textAt(variable, 'name') ?? '',
    type: textAt(variable, 'type') ?? 'query',
    current: textsIn(valueAt(objectAt(variable, 'current'), 'value')),
    options: optionsIn(variable),
    isMulti: valueAt(variable, 'multi') === true || valueAt(variable, 'includeAll') === true,
    allValue: filled(textAt(variable, 'allValue')),
    query: typeof query === 'string' ? filled(query) : expressionOf(isObject(query) ? query : undefined),
    regex: filled(textAt(variable, 'regex')),
  };
};

/** The values to choose among; those of a custom variable are in its query too. */
export const optionsIn = (variable: JsonObject): readonly string[] => {
  const listed = arrayAt(variable, 'options')
    .filter(isObject)
    .flatMap((option) => textsIn(valueAt(option, 'value')))
    .filter((value) => value !== '$__all');
  if (listed.length > 0) return listed;
  const written = textAt(variable, 'query') ?? '';
  const isList = ['custom', 'constant', 'interval', 'textbox'].includes(textAt(variable, 'type') ?? '');
  // A custom value may have a label before it: `Production : prod`.
  return isList && written !== '' ? written.split(',').map((value) => value.replace(/^.*\s:\s/, '').trim()) : [];
};
