import { LineclearError } from '@lineclear/core/plugin';
import type { JsonObject } from '../../json/json-value.ts';
import { readJsonObject } from '../../json/read-json.ts';
import { refineAnnotations } from './annotations.ts';
import type { KnownDatasource } from './datasource-reference.ts';
import { type DashboardFinding, inTurn } from './finding.ts';
import { layOut } from './grid.ts';
import { giveSchemaVersion, giveTimes, giveUid } from './identity.ts';
import { flattenRows } from './legacy-rows.ts';
import { checkLinkAddresses } from './link-addresses.ts';
import { giveDatasources } from './panel-datasources.ts';
import { giveIds } from './panel-ids.ts';
import { convertPanels } from './panel-types/convert-panels.ts';
import { panelsOf } from './panels.ts';
import { refineQueries } from './targets.ts';
import { checkVariableUses } from './variable-uses.ts';
import { refineVariables, variableTypesOf } from './variables.ts';

/** Beyond this no browser shows a dashboard. */
const mostPanels = 1_000;

/**
 * The dashboard as today's Grafana would have saved it, and everything that was changed or that only its author can change. Fields that are
 * not known stay as they are; a second time changes nothing. Throws `invalid_input` for what is no dashboard.
 */
export const normaliseDashboard = ({
  dashboard,
  datasources,
}: {
  dashboard: unknown;
  datasources: readonly KnownDatasource[];
}): { readonly dashboard: JsonObject; readonly findings: readonly DashboardFinding[] } => {
  const read = readJsonObject({ value: dashboard, what: 'The dashboard' });
  refuseHuge(read);
  const variableTypes = variableTypesOf(read);
  const references = { datasources, variableTypes };
  const { value, findings } = inTurn(read, [
    giveUid,
    flattenRows,
    convertPanels,
    giveIds,
    (current) => giveDatasources(current, references),
    refineQueries,
    layOut,
    (current) => refineVariables(current, references),
    (current) => refineAnnotations(current, references),
    giveTimes,
    giveSchemaVersion,
    checkVariableUses,
    checkLinkAddresses,
  ]);
  return { dashboard: value, findings };
};

const refuseHuge = (dashboard: JsonObject): void => {
  const count = panelsOf(flattenRows(dashboard).value).length;
  if (count > mostPanels)
    throw new LineclearError('invalid_input', `The dashboard has ${count} panels; ${mostPanels} are the limit.`, {
      hint: 'Split it into several dashboards and link them.',
      details: { reason: 'too_many_panels', path: '$.panels', panels: count },
    });
};
