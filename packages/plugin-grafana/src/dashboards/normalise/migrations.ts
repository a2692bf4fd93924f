import { arrayAt, isObject, type JsonObject, objectAt, textAt, valueAt } from '../../json/json-value.ts';
import { panelsOf } from './panels.ts';

/** Below this the shapes of variables, mappings and datasources were others; telling every one of them would be a migration of its own. */
const oldest = 33;

/** Whether a dashboard with this version still has something that only Grafana's own migration to a newer one understands. */
export const needsMigration = ({ dashboard, version }: { dashboard: JsonObject; version: number }): boolean =>
  version < oldest || panelsOf(dashboard).some(({ panel }) => traces.some((trace) => trace(panel)));

const traces: readonly ((panel: JsonObject) => boolean)[] = [
  // 37: a hidden legend was a display mode.
  (panel) => textAt(objectAt(objectAt(panel, 'options'), 'legend'), 'displayMode') === 'hidden',
  // 38: cells of tables.
  (panel) => valueAt(objectAt(objectAt(objectAt(panel, 'fieldConfig'), 'defaults'), 'custom'), 'displayMode') !== undefined,
  (panel) => overridesOf(panel).includes('custom.displayMode'),
  // 39: a transformation.
  (panel) => arrayAt(panel, 'transformations').some((item) => isObject(item) && textAt(item, 'id') === 'timeSeriesTable'),
  // 34 and 41: queries and annotations of CloudWatch.
  (panel) =>
    arrayAt(panel, 'targets').some((item) => isObject(item) && textAt(objectAt(item, 'datasource'), 'type') === 'cloudwatch'),
];

const overridesOf = (panel: JsonObject): readonly (string | undefined)[] =>
  arrayAt(objectAt(panel, 'fieldConfig'), 'overrides').flatMap((override) =>
    isObject(override)
      ? arrayAt(override, 'properties').map((property) => (isObject(property) ? textAt(property, 'id') : undefined))
      : [],
  );
