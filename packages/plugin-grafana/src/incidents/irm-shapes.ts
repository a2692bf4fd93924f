import { type Activity, type Incident, incidentTimes } from './incident.ts';
import { showLabel } from './labels.ts';
import type { IrmActivity, IrmIncident, IrmPreview } from './schemas.ts';

export const showIncident = ({ incident, address }: { incident: IrmIncident; address: string }): Incident => ({
  ...common(incident),
  severity: incident.severity ?? '',
  ...linkTo({ path: incident.overviewURL ?? '', address }),
});

export const showPreview = ({ preview, address }: { preview: IrmPreview; address: string }): Incident => {
  const { incidentID, slug } = preview;
  const path = `/a/grafana-irm-app/incidents/${encodeURIComponent(incidentID)}/${encodeURIComponent(slug ?? '')}`;
  return { ...common(preview), severity: preview.severityLabel ?? '', ...linkTo({ path, address }) };
};

export const showActivity = (item: IrmActivity): Activity => {
  const attachments = (item.attachments ?? []).flatMap(({ sourceURL, path }) =>
    isText(sourceURL) ? [{ url: sourceURL, ...(isText(path) && { caption: path }) }] : [],
  );
  return {
    id: item.activityItemID,
    kind: item.activityKind,
    body: item.body ?? '',
    event_time: isText(item.eventTime) ? item.eventTime : item.createdTime,
    ...(isText(item.user?.name) && { by: item.user.name }),
    ...(attachments.length > 0 && { attachments }),
  };
};

const common = (incident: IrmIncident | IrmPreview): Omit<Incident, 'severity' | 'url'> => ({
  id: incident.incidentID,
  incidentId: incident.incidentID,
  title: incident.title,
  status: incident.status,
  labels: (incident.labels ?? []).map(({ key, label }) => showLabel({ key: key ?? undefined, label })),
  drill: incident.isDrill === true,
  ...incidentTimes({ createdTime: incident.createdTime, closedTime: incident.closedTime ?? undefined, status: incident.status }),
  ...(isText(incident.createdByUser?.name) && { created_by: incident.createdByUser.name }),
});

const isText = (value: string | null | undefined): value is string => typeof value === 'string' && value !== '';

/** A link begins with the profile's own address; a server cannot send people elsewhere. */
const linkTo = ({ path, address }: { path: string; address: string }): { url?: string } =>
  /^\/(?![/\\])/.test(path) ? { url: address + path } : {};
