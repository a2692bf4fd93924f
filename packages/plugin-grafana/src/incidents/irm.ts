import { type HttpClient, LineclearError, quoted } from '@lineclear/core/plugin';
import type * as z from 'zod';
import type { IncidentBackend } from './backend.ts';
import type { IncidentField } from './incident.ts';
import { showActivity, showIncident, showPreview } from './irm-shapes.ts';
import { activitiesAnswer, activityAnswer, incidentAnswer, previewsAnswer } from './schemas.ts';

/** Incidents of Grafana's IRM plugin. Every question is a POST; those that only ask are marked as such. */
export const irmIncidents = ({
  http,
  address,
  signal,
}: {
  http: HttpClient;
  /** What links begin with. */
  address: string;
  signal: AbortSignal;
}): IncidentBackend => {
  const call = async <Schema extends z.ZodType>({
    method,
    json,
    schema,
    safe,
  }: {
    method: string;
    json: Readonly<Record<string, unknown>>;
    schema: Schema;
    safe: boolean;
  }): Promise<z.output<Schema>> => {
    try {
      return (await http.post(`${api}/${method}`, { json, safe, signal })).json(schema);
    } catch (error) {
      throw explained({ error, id: json['incidentID'] });
    }
  };
  const ask = <Schema extends z.ZodType>(method: string, json: Readonly<Record<string, unknown>>, schema: Schema) =>
    call({ method, json, schema, safe: true });
  const tell = <Schema extends z.ZodType>(method: string, json: Readonly<Record<string, unknown>>, schema: Schema) =>
    call({ method, json, schema, safe: false });
  return {
    name: 'grafana-irm',
    async list({ status, drills, limit }) {
      const words = [...(drills ? [] : ['isdrill:false']), ...(status === undefined ? [] : [`status:${status}`])];
      const query = { limit, orderDirection: 'DESC', orderField: 'createdTime', queryString: words.join(' ') };
      const found = await ask('IncidentsService.QueryIncidentPreviews', { query, cursor: firstPage }, previewsAnswer);
      return {
        incidents: (found.incidentPreviews ?? []).map((preview) => showPreview({ preview, address })),
        hasMore: found.cursor?.hasMore === true,
      };
    },
    async get(id) {
      const { incident } = await ask('IncidentsService.GetIncident', { incidentID: id }, incidentAnswer);
      return showIncident({ incident, address });
    },
    async activity({ id, limit }) {
      const query = { incidentID: id, limit, orderDirection: 'DESC' };
      const found = await ask('ActivityService.QueryActivity', { query, cursor: firstPage }, activitiesAnswer);
      return { activity: (found.activityItems ?? []).map(showActivity), hasMore: found.cursor?.hasMore === true };
    },
    async create({ title, severity, labels, drill, status, roomPrefix, attachment, note }) {
      const json = {
        title,
        severity,
        // Only the text of a label is kept.
        labels: labels.map((label) => ({ label })),
        isDrill: drill,
        status,
        roomPrefix,
        initialStatusUpdate: note,
        ...(attachment !== undefined && { attachURL: attachment.url, attachCaption: attachment.caption }),
      };
      const { incident } = await tell('IncidentsService.CreateIncident', json, incidentAnswer);
      return showIncident({ incident, address });
    },
    async change({ id, field, to }) {
      const { incident } = await tell(setters[field], { incidentID: id, [field]: to }, incidentAnswer);
      return showIncident({ incident, address });
    },
    async addNote({ id, body, eventTime }) {
      const json = { incidentID: id, activityKind: 'userNote', body, eventTime };
      return showActivity((await tell('ActivityService.AddActivity', json, activityAnswer)).activityItem);
    },
  };
};

const api = '/api/plugins/grafana-irm-app/resources/api/v1';
const firstPage = { nextValue: '', hasMore: false };
const setters: Readonly<Record<IncidentField, string>> = {
  title: 'IncidentsService.UpdateTitle',
  severity: 'IncidentsService.UpdateSeverity',
  status: 'IncidentsService.UpdateStatus',
};

const explained = ({ error, id }: { error: unknown; id: unknown }): unknown => {
  if (!LineclearError.is(error) || error.code !== 'not_found') return error;
  const { message, details, effect, cause } = error;
  if (details?.['reason'] === 'plugin.notRegistered') {
    const hint = 'The incident plugin is no longer installed: ask again in a minute, and incidents are kept locally.';
    return new LineclearError('not_found', message, { hint, details, effect, cause });
  }
  if (typeof id !== 'string') return error;
  const hint = 'Take an id of list_incidents.';
  return new LineclearError('not_found', `There is no incident ${quoted(id)}.`, {
    hint,
    details: { ...details, reason: 'no_incident' },
    effect,
    cause,
  });
};
