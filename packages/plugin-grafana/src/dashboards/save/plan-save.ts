import { createHash } from 'node:crypto';
import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { GrafanaReader } from '../../client/grafana-reader.ts';
import { findFolder, titleFromUid } from '../../folders/folders.ts';
import type { JsonObject } from '../../json/json-value.ts';
import { readJsonObject } from '../../json/read-json.ts';
import { checkLists } from '../normalise/check-lists.ts';
import type { DashboardFinding } from '../normalise/finding.ts';
import { normaliseDashboard } from '../normalise/normalise-dashboard.ts';
import { isUid } from '../../schemas/uid.ts';

interface Ask {
  readonly reader: GrafanaReader;
  readonly signal: AbortSignal;
}

/** A dashboard as it is sent, and what was changed in it. */
export interface PreparedDashboard {
  readonly dashboard: JsonObject;
  readonly findings: readonly DashboardFinding[];
}

/** Puts a dashboard right with the datasources that Grafana has now. */
export const prepareDashboard = async ({ dashboard, ...ask }: Ask & { dashboard: unknown }): Promise<PreparedDashboard> => {
  const read = readJsonObject({ value: dashboard, what: 'The dashboard' });
  checkLists(read);
  return normaliseDashboard({ dashboard: read, datasources: await knownDatasources(ask) });
};

/** What the profile reaches directly is nothing that Grafana could ask. */
export const knownDatasources = async ({ reader, signal }: Ask) =>
  (await reader.datasources.list({ signal })).filter(({ origin }) => origin === 'grafana');

/** Where a dashboard goes. */
export interface TargetFolder {
  /** Empty at the top. */
  readonly uid: string;
  readonly title: string;
  /** It does not exist: it is made first. */
  readonly isNew: boolean;
}

/** The folder with this uid, or the one that has to be made. Throws `invalid_input` for what cannot be a uid. */
export const planFolder = async ({
  uid,
  title,
  ...ask
}: Ask & { uid: string; title: string | undefined }): Promise<TargetFolder> => {
  if (uid === '' || uid === 'general') return { uid: '', title: 'Dashboards', isNew: false };
  if (!isUid(uid))
    throw new LineclearError('invalid_input', `${quoted(uid)} is no uid of a folder.`, {
      hint: 'A uid has at most 40 letters, digits, - and _; list_folders shows those that there are.',
      details: { reason: 'folder_uid' },
    });
  const folder = await findFolder({ uid, ...ask });
  return folder === undefined
    ? { uid, title: title ?? titleFromUid(uid), isNew: true }
    : { uid, title: folder.title, isNew: false };
};

/** A short name for exactly this dashboard, so that a guard stays small. */
export const digestOf = (dashboard: JsonObject): string =>
  createHash('sha256').update(JSON.stringify(dashboard)).digest('hex').slice(0, 16);

/** The state between preview and execution changed; nothing has been sent. */
export const changedMeanwhile = (): LineclearError =>
  new LineclearError('conflict', 'The dashboard would not be the one that was previewed.', {
    hint: 'Read the new preview.',
    details: { reason: 'dashboard_changed' },
    effect: 'none',
  });
