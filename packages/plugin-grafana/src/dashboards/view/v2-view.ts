import { arrayAt, isObject, type JsonObject, numberAt, objectAt, textAt, valueAt } from '../../json/json-value.ts';
import { expressionOf, filled, optionsIn, textsIn } from './classic-view.ts';
import type { DashboardView, PanelQuery, PanelView, VariableView } from './view.ts';

/** A dashboard of elements and a layout. */
export const v2View = (spec: JsonObject): DashboardView => {
  const times = objectAt(spec, 'timeSettings');
  return {
    description: filled(textAt(spec, 'description')),
    tags: textsIn(valueAt(spec, 'tags')),
    time: { from: textAt(times, 'from') ?? 'now-6h', to: textAt(times, 'to') ?? 'now' },
    refresh: filled(textAt(times, 'autoRefresh')),
    panels: Object.values(objectAt(spec, 'elements') ?? {})
      .filter(isObject)
      .map(toPanel),
    variables: arrayAt(spec, 'variables').filter(isObject).map(toVariable),
    annotations: arrayAt(spec, 'annotations')
      .filter(isObject)
      .map((annotation) => textAt(objectAt(annotation, 'spec'), 'name') ?? ''),
  };
};

const toPanel = (element: JsonObject): PanelView => {
  const panel = objectAt(element, 'spec');
  const visual = objectAt(panel, 'vizConfig');
  const data = objectAt(objectAt(panel, 'data'), 'spec');
  return {
    id: numberAt(panel, 'id'),
    title: textAt(panel, 'title') ?? '',
    // The kind was the type itself before there was a group.
    type:
      textAt(element, 'kind') === 'LibraryPanel'
        ? 'library-panel'
        : (textAt(visual, 'group') ?? textAt(visual, 'kind') ?? 'untyped'),
    description: filled(textAt(panel, 'description')),
    timeFrom: filled(textAt(objectAt(data, 'queryOptions'), 'timeFrom')),
    queries: arrayAt(data, 'queries').filter(isObject).map(toQuery),
  };
};

const toQuery = (query: JsonObject, index: number): PanelQuery => {
  const spec = objectAt(query, 'spec');
  const asked = objectAt(spec, 'query');
  const model = objectAt(asked, 'spec');
  const [current, earlier] = [objectAt(asked, 'datasource'), objectAt(spec, 'datasource')];
  return {
    refId: textAt(spec, 'refId') ?? String.fromCharCode(65 + (index % 26)),
    datasource: {
      uid: filled(textAt(current, 'name') ?? textAt(earlier, 'uid')),
      type: filled(textAt(asked, 'group') ?? textAt(earlier, 'type') ?? textAt(asked, 'kind')),
    },
    expression: expressionOf(model),
    isHidden: valueAt(spec, 'hidden') === true,
    isInstant: valueAt(model, 'instant') === true && valueAt(model, 'range') !== true,
  };
};

const toVariable = (variable: JsonObject): VariableView => {
  const spec = objectAt(variable, 'spec') ?? {};
  const query = objectAt(spec, 'query');
  // QueryVariable is a query, CustomVariable a custom one, as in the classic schema.
  const type = (textAt(variable, 'kind') ?? '').replace(/Variable$/, '').toLowerCase();
  return {
    name: textAt(spec, 'name') ?? '',
    type: type === 'text' ? 'textbox' : type,
    current: textsIn(valueAt(objectAt(spec, 'current'), 'value')),
    options: optionsIn({ ...spec, type }),
    isMulti: valueAt(spec, 'multi') === true || valueAt(spec, 'includeAll') === true,
    allValue: filled(textAt(spec, 'allValue')),
    query: filled(textAt(spec, 'query') ?? textAt(spec, 'pluginId')) ?? expressionOf(objectAt(query, 'spec')),
    regex: filled(textAt(spec, 'regex')),
  };
};
