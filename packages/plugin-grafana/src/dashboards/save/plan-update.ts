import { LineclearError } from '@lineclear/core/plugin';
import type { GrafanaReader } from '../../client/grafana-reader.ts';
import type { JsonObject } from '../../json/json-value.ts';
import { readJsonObject } from '../../json/read-json.ts';
import { checkLists } from '../normalise/check-lists.ts';
import { normaliseDashboard } from '../normalise/normalise-dashboard.ts';
import { applyOperations, type Operation } from '../operations/apply-operations.ts';
import { openDashboards } from '../store/discover.ts';
import { isV2, noSuchDashboard, refuseManaged } from '../store/refusals.ts';
import type { DashboardStore, StoredDashboard } from '../store/stored-dashboard.ts';
import { digestOf, knownDatasources, prepareDashboard, type PreparedDashboard } from './plan-save.ts';

/** What a dashboard is changed to: a whole one, or operations on the one that there is. */
export interface DashboardChange {
  readonly uid?: string | undefined;
  readonly dashboard?: Readonly<Record<string, unknown>> | undefined;
  readonly operations?: readonly Operation[] | undefined;
  /** Where it moves; it stays where it is without one. */
  readonly folder_uid?: string | undefined;
}

export interface UpdatePlan extends PreparedDashboard {
  readonly stored: StoredDashboard;
  readonly store: DashboardStore;
  /** Older shapes of the stored dashboard that operations leave as they are. */
  readonly isLeftOld: boolean;
  /** Why this cannot be done as things are. */
  readonly refusal: LineclearError | undefined;
}

interface Ask {
  readonly reader: GrafanaReader;
  readonly signal: AbortSignal;
}

/** What a change makes of the dashboard that is there now. */
export const planUpdate = async ({ change, ...ask }: Ask & { change: DashboardChange }): Promise<UpdatePlan> => {
  const uid = uidOf(change);
  const store = await openDashboards(ask);
  const stored = await store.find({ uid, signal: ask.signal });
  if (stored === undefined) throw noSuchDashboard(uid);
  if (stored.schema === 'v2') throw isV2({ uid, does: 'written' });
  const { dashboard: whole, operations } = change;
  const made =
    whole === undefined
      ? await changed({ stored, operations: operations ?? [], ...ask })
      : await replaced({ uid, whole, ...ask });
  return {
    ...made,
    stored,
    store,
    refusal: refuseManaged(stored) ?? refuseOlder({ whole, stored }) ?? refuseSame({ made, stored, change }),
  };
};

const uidOf = ({ uid, dashboard, operations }: DashboardChange): string => {
  const own = dashboard?.['uid'];
  const named = uid ?? (typeof own === 'string' ? own : undefined);
  if (named === undefined || named === '') throw unclear('Name the dashboard by its uid.');
  if ((dashboard === undefined) === (operations === undefined)) throw unclear('Send either a whole dashboard or operations.');
  if (own !== undefined && own !== null && own !== named) throw unclear('uid and the uid in the dashboard are not the same.');
  return named;
};

const unclear = (message: string): LineclearError =>
  new LineclearError('invalid_input', message, {
    hint: 'Send uid with operations, or uid with the whole dashboard; create_dashboard makes a new one.',
    details: { reason: 'dashboard_change' },
  });

type Made = PreparedDashboard & Pick<UpdatePlan, 'isLeftOld'>;

const replaced = async ({ uid, whole, ...ask }: Ask & { uid: string; whole: object }): Promise<Made> => ({
  ...(await prepareDashboard({ dashboard: { ...readJsonObject({ value: whole, what: 'The dashboard' }), uid }, ...ask })),
  isLeftOld: false,
});

/** Operations are put right too, unless the dashboard had older shapes before: then only what they name changes. */
const changed = async ({
  stored,
  operations,
  ...ask
}: Ask & { stored: StoredDashboard; operations: readonly Operation[] }): Promise<Made> => {
  const { dashboard } = applyOperations({ dashboard: stored.json, operations });
  checkLists(dashboard);
  const datasources = await knownDatasources(ask);
  const before = normaliseDashboard({ dashboard: stored.json, datasources });
  const after = normaliseDashboard({ dashboard, datasources });
  const isLeftOld = !isSame(before.dashboard, stored.json);
  const sent = isLeftOld ? dashboard : after.dashboard;
  const findings = isLeftOld ? after.findings.filter((finding) => isSame(finding.before, finding.after)) : after.findings;
  return { dashboard: sent, findings, isLeftOld };
};

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Whoever sends a version has seen that one, and would undo what came after it. */
const refuseOlder = ({
  whole,
  stored: { uid, version, updatedBy, updatedAt },
}: {
  whole: DashboardChange['dashboard'];
  stored: StoredDashboard;
}): LineclearError | undefined => {
  const seen = whole?.['version'];
  if (typeof seen !== 'number' || seen === version) return undefined;
  return new LineclearError('conflict', `The dashboard is version ${version} now, and yours was made from ${seen}.`, {
    hint: 'Read it again with get_dashboard_by_uid and repeat the change, or leave version out to replace what is there.',
    details: { reason: 'version_conflict', uid, version, seen, by: updatedBy ?? null, at: updatedAt ?? null },
    effect: 'none',
  });
};

const refuseSame = ({ made, stored, change }: { made: Made; stored: StoredDashboard; change: DashboardChange }) => {
  const isMoved = change.folder_uid !== undefined && change.folder_uid !== stored.folderUid;
  if (isMoved || !isSame(withoutServed(made.dashboard), withoutServed(stored.json))) return undefined;
  return new LineclearError('conflict', 'The dashboard is like this already.', {
    hint: 'Nothing is left to do; read it with get_dashboard_summary.',
    details: { reason: 'no_change', uid: stored.uid, version: stored.version },
    effect: 'none',
  });
};

/** What Grafana writes itself, which a digest and a comparison leave out. */
const withoutServed = ({ id: _id, version: _version, iteration: _iteration, ...rest }: JsonObject): JsonObject => rest;

/** The digest of a plan: what is sent, whatever number the last save had. */
export const planDigest = ({ dashboard }: PreparedDashboard): string => digestOf(withoutServed(dashboard));
