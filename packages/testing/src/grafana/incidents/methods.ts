import type { JsonObject } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { ActivityRecord, IncidentRecord } from '../model/records.ts';
import type { Role } from '../routes/access.ts';
import type { EndpointCall } from '../routes/endpoint.ts';
import { Refusal } from '../../http/refusal.ts';
import type { Store } from '../world/store.ts';
import { fitsQuery } from './search.ts';
import { toActivityItem, toIncident, toPreview } from './shapes.ts';

/** One method of the incident API. */
export interface IncidentMethod {
  readonly role: Role;
  readonly run: (store: Store, call: EndpointCall) => JsonObject;
}

/** The methods that are simulated, by their name in the path. */
export const incidentMethods: Readonly<Record<string, IncidentMethod>> = {
  'IncidentsService.CreateIncident': { role: 'Editor', run: (store, call) => createIncident(store, call) },
  'IncidentsService.GetIncident': {
    role: 'Viewer',
    run: (store, call) => ({ incident: toIncident(incidentOf(store, bodyIn(call, byId).incidentID)) }),
  },
  'IncidentsService.QueryIncidentPreviews': { role: 'Viewer', run: (store, call) => queryPreviews(store, call) },
  'IncidentsService.UpdateStatus': {
    role: 'Editor',
    run: (store, call) => {
      const { incidentID, status } = bodyIn(call, byId.extend({ status: z.string() }));
      if (!statuses.includes(status)) throw failure(400, `invalid status: ${status}`);
      return change({
        store,
        call,
        incidentID,
        kind: 'incidentStatusChanged',
        body: status,
        apply: (incident) => setStatus(incident, { status, nowMs: call.nowMs }),
      });
    },
  },
  'IncidentsService.UpdateSeverity': {
    role: 'Editor',
    run: (store, call) => {
      const { incidentID, severity } = bodyIn(call, byId.extend({ severity: z.string().min(1) }));
      return change({
        store,
        call,
        incidentID,
        kind: 'severityChanged',
        body: severity,
        apply: (incident) => void (incident.severity = severity),
      });
    },
  },
  'IncidentsService.UpdateTitle': {
    role: 'Editor',
    run: (store, call) => {
      const { incidentID, title } = bodyIn(call, byId.extend({ title: z.string().min(1) }));
      return change({
        store,
        call,
        incidentID,
        kind: 'incidentTitleChanged',
        body: title,
        apply: (incident) => void (incident.title = title),
      });
    },
  },
  'ActivityService.AddActivity': { role: 'Editor', run: (store, call) => addActivity(store, call) },
  'ActivityService.QueryActivity': { role: 'Viewer', run: (store, call) => queryActivity(store, call) },
};

const statuses = ['active', 'resolved'];
const byId = z.object({ incidentID: z.string() });
const failure = (status: number, error: string): Refusal => new Refusal({ status, json: { error } });

const bodyIn = <Schema extends z.ZodType>({ request }: EndpointCall, schema: Schema): z.output<Schema> => {
  const parsed = schema.safeParse(request.json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw failure(400, `decode: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`);
};

const incidentOf = (store: Store, id: string): IncidentRecord => {
  const incident = store.incidents.get(id);
  if (incident === undefined) throw failure(404, 'incident not found');
  return incident;
};

const newIncident = z.object({
  title: z.string().default(''),
  severity: z.string().default(''),
  labels: z.array(z.object({ label: z.string().default('') })).nullish(),
  roomPrefix: z.string().default(''),
  isDrill: z.boolean().default(false),
  status: z.string().default('active'),
  attachCaption: z.string().default(''),
  attachURL: z.string().default(''),
  initialStatusUpdate: z.string().default(''),
});

const createIncident = (store: Store, call: EndpointCall): JsonObject => {
  const body = bodyIn(call, newIncident);
  if (body.title.trim() === '') throw failure(400, 'title is required');
  if (body.severity === '') throw failure(400, 'severity is required');
  if (!statuses.includes(body.status)) throw failure(400, `invalid status: ${body.status}`);
  const incident: IncidentRecord = {
    id: String(store.nextId()),
    title: body.title,
    severity: body.severity,
    status: body.status,
    labels: (body.labels ?? []).map(({ label }) => label).filter((label) => label !== ''),
    isDrill: body.isDrill,
    roomPrefix: body.roomPrefix,
    createdAtMs: call.nowMs,
    modifiedAtMs: call.nowMs,
    closedAtMs: body.status === 'resolved' ? call.nowMs : undefined,
    createdBy: call.caller.login,
    activity: [],
  };
  const attachment = body.attachURL === '' ? undefined : { caption: body.attachCaption, url: body.attachURL };
  note({ store, call, incident, kind: 'incidentCreated', body: 'The incident was declared', attachment });
  if (body.initialStatusUpdate !== '') note({ store, call, incident, kind: 'userNote', body: body.initialStatusUpdate });
  store.incidents.set(incident.id, incident);
  return { incident: toIncident(incident) };
};

const change = ({
  store,
  call,
  incidentID,
  kind,
  body,
  apply,
}: {
  store: Store;
  call: EndpointCall;
  incidentID: string;
  kind: string;
  body: string;
  apply: (incident: IncidentRecord) => void;
}): JsonObject => {
  const incident = incidentOf(store, incidentID);
  apply(incident);
  note({ store, call, incident, kind, body });
  return { incident: toIncident(incident) };
};

const setStatus = (incident: IncidentRecord, { status, nowMs }: { status: string; nowMs: number }): void => {
  incident.status = status;
  incident.closedAtMs = status === 'resolved' ? (incident.closedAtMs ?? nowMs) : undefined;
};

const note = ({
  store,
  call: { caller, nowMs },
  incident,
  kind,
  body,
  eventAtMs = nowMs,
  attachment,
}: {
  store: Store;
  call: EndpointCall;
  incident: IncidentRecord;
  kind: string;
  body: string;
  eventAtMs?: number;
  attachment?: ActivityRecord['attachment'];
}): ActivityRecord => {
  const activity = { id: `activity-${store.nextId()}`, kind, body, by: caller.login, createdAtMs: nowMs, eventAtMs, attachment };
  incident.activity.push(activity);
  incident.modifiedAtMs = nowMs;
  return activity;
};

const newActivity = byId.extend({ activityKind: z.string(), body: z.string().min(1), eventTime: z.string().nullish() });

const addActivity = (store: Store, call: EndpointCall): JsonObject => {
  const { incidentID, activityKind, body, eventTime } = bodyIn(call, newActivity);
  const incident = incidentOf(store, incidentID);
  if (activityKind !== 'userNote') throw failure(400, `invalid activityKind: ${activityKind}`);
  const eventAtMs = (eventTime ?? '') === '' ? call.nowMs : Date.parse(eventTime ?? '');
  if (Number.isNaN(eventAtMs)) throw failure(400, `invalid eventTime: ${eventTime ?? ''}`);
  return { activityItem: toActivityItem(incident, note({ store, call, incident, kind: activityKind, body, eventAtMs })) };
};

const cursorBody = z.object({ nextValue: z.string().default(''), hasMore: z.boolean().default(false) }).nullish();
const previewsQuery = z.object({
  query: z.object({
    limit: z.int().min(1).max(100).default(10),
    orderDirection: z.enum(['ASC', 'DESC']).default('DESC'),
    orderField: z.string().default('createdTime'),
    queryString: z.string().default(''),
  }),
  cursor: cursorBody,
});

const queryPreviews = (store: Store, call: EndpointCall): JsonObject => {
  const { query, cursor } = bodyIn(call, previewsQuery);
  const fitting = [...store.incidents.values()].filter((incident) => fitsQuery(incident, query.queryString));
  const sign = query.orderDirection === 'ASC' ? 1 : -1;
  const ordered = fitting.toSorted(
    (one, other) => sign * (one.createdAtMs - other.createdAtMs || Number(one.id) - Number(other.id)),
  );
  const page = pageOf({ items: ordered, cursor, limit: query.limit });
  return { incidentPreviews: page.items.map(toPreview), query, cursor: page.cursor };
};

const activityQuery = z.object({
  query: z.object({
    incidentID: z.string(),
    limit: z.int().min(1).max(100).default(10),
    tag: z.string().default(''),
    orderDirection: z.enum(['ASC', 'DESC']).default('DESC'),
    activityKind: z.array(z.string()).nullish(),
  }),
  cursor: cursorBody,
});

const queryActivity = (store: Store, call: EndpointCall): JsonObject => {
  const { query, cursor } = bodyIn(call, activityQuery);
  const incident = incidentOf(store, query.incidentID);
  const kinds = query.activityKind ?? [];
  const fitting = incident.activity.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
  const page = pageOf({ items: query.orderDirection === 'ASC' ? fitting : fitting.toReversed(), cursor, limit: query.limit });
  return {
    activityItems: page.items.map((activity) => toActivityItem(incident, activity)),
    query: { ...query, activityKind: [...kinds] },
    cursor: page.cursor,
  };
};

const pageOf = <Item>({
  items,
  cursor,
  limit,
}: {
  items: readonly Item[];
  cursor: z.output<typeof cursorBody>;
  limit: number;
}) => {
  const start = Number(cursor?.nextValue ?? 0) || 0;
  const hasMore = items.length > start + limit;
  return { items: items.slice(start, start + limit), cursor: { nextValue: hasMore ? String(start + limit) : '', hasMore } };
};
