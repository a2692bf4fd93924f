import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { StoredDashboard } from './stored-dashboard.ts';

export const noSuchDashboard = (uid: string): LineclearError =>
  new LineclearError('not_found', `There is no dashboard with the uid ${quoted(uid)}.`, {
    hint: 'Find its uid with search_dashboards: letters, digits, - and _, and no title, address or path.',
    details: { reason: 'dashboard', uid: uid.slice(0, 80) },
  });

/** A 404 that says nothing about dashboards: a proxy, a wrong address, an API that was switched off. */
export const notGrafana = (): LineclearError =>
  new LineclearError('not_found', 'It could not be seen whether Grafana has this dashboard: a 404 of something else.', {
    hint: 'Check that the url of this profile is Grafana itself, and its setting dashboard_api.',
    details: { status: 404, reason: 'not_grafana' },
  });

/** Guessing between the two APIs could write back a dashboard that was only read in part. */
export const undecided = (details: Readonly<Record<string, unknown>> = {}): LineclearError =>
  new LineclearError('upstream_error', 'Grafana does not say clearly which dashboard API it has.', {
    hint: 'Ask the operator to check the url, or to set dashboard_api to legacy or apis in the profile.',
    details: { ...details, reason: 'dashboard_api' },
    effect: 'none',
  });

export const noApis = (): LineclearError =>
  new LineclearError('unsupported', 'This Grafana serves no classic dashboards below /apis.', {
    hint: 'Ask the operator to set dashboard_api to auto or legacy in the profile.',
    details: { reason: 'dashboard_api' },
  });

/** A v2 dashboard that this API, or this tool, would only treat in part. */
export const isV2 = ({ uid, does }: { uid: string; does: 'read' | 'written' }): LineclearError =>
  new LineclearError('unsupported', `The dashboard ${quoted(uid)} has the v2 schema and cannot be ${does} here whole.`, {
    hint:
      does === 'read'
        ? 'Look at it in Grafana itself; where dashboard_api is legacy, the operator can set it to auto.'
        : 'Change it in Grafana itself, or create a dashboard with another uid.',
    details: { reason: 'dashboard_v2', uid },
  });

/** Why a dashboard cannot be saved through the API. */
export const refuseManaged = ({ uid, managedBy }: StoredDashboard): LineclearError | undefined =>
  managedBy === undefined
    ? undefined
    : new LineclearError('unsupported', `The dashboard ${quoted(uid)} cannot be saved: it is provisioned.`, {
        hint: 'Change it where it comes from, or create a copy with another uid.',
        details: { reason: 'dashboard_provisioned', managed_by: managedBy },
        effect: 'none',
      });

/** Refusals of a save which no new preview would help with. */
export const refusedSave = (error: unknown): unknown => {
  if (!LineclearError.is(error) || error.code !== 'conflict') return error;
  if (error.details?.['reason'] === 'name-exists')
    return new LineclearError('invalid_input', 'The folder has a dashboard with this title already.', {
      hint: 'Take another title or folder, or change the other dashboard with update_dashboard.',
      details: { ...error.details },
      effect: 'none',
    });
  if (error.details?.['reason'] === 'plugin-dashboard')
    return new LineclearError('unsupported', 'The dashboard belongs to a plugin.', {
      hint: 'Create a copy with another uid.',
      details: { ...error.details },
      effect: 'none',
    });
  return error;
};
