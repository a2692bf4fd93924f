import { type JsonValue, LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { type Activity, type Incident, type IncidentField, incidentTimes } from './incident.ts';
import { showLabel } from './labels.ts';

/**
 * What happened to a local incident, one event after the other. The incident is what its events make of it, so nothing is ever overwritten
 * and two writers cannot undo each other. Kinds are those of the plugin's activity.
 */
const common = { time: z.string(), by: z.string(), body: z.string() };
const created = z.object({
  ...common,
  kind: z.literal('incidentCreated'),
  title: z.string(),
  severity: z.string(),
  status: z.enum(['active', 'resolved']),
  labels: z.array(z.string()),
  drill: z.boolean(),
  attachment: z.object({ url: z.string(), caption: z.string() }).optional(),
});
const changed = z.object({ ...common, kind: z.enum(['incidentTitleChanged', 'severityChanged', 'incidentStatusChanged']) });
const noted = z.object({ ...common, kind: z.literal('userNote'), eventTime: z.string() });
const localEvent = z.discriminatedUnion('kind', [created, changed, noted]);

export type LocalEvent = z.output<typeof localEvent>;
export type CreatedEvent = z.output<typeof created>;

export const kindOfChange: Readonly<Record<IncidentField, z.output<typeof changed>['kind']>> = {
  title: 'incidentTitleChanged',
  severity: 'severityChanged',
  status: 'incidentStatusChanged',
};

const prefix = 'incident/';
// Keys are listed in their order, so numbers have a fixed width.
const width = 8;

export const keyOf = ({ number, position }: { number: number; position: number }): string =>
  `${keysOf(number)}${String(position).padStart(width, '0')}`;

/** The prefix of every event of an incident; without a number, of all incidents. */
export const keysOf = (number?: number): string =>
  number === undefined ? prefix : `${prefix}${String(number).padStart(width, '0')}/`;

export const idOf = (number: number): string => `local-${number}`;

/** Throws `not_found` for what cannot be the id of a local incident. */
export const numberOf = (id: string): number => {
  const number = Number(/^local-(\d{1,8})$/.exec(id)?.[1] ?? Number.NaN);
  if (Number.isInteger(number)) return number;
  throw noIncident(id);
};

export const noIncident = (id: string): LineclearError =>
  new LineclearError('not_found', `There is no incident ${quoted(id)}.`, {
    hint: 'Take an id of list_incidents.',
    details: { reason: 'no_incident' },
  });

export interface LocalIncident {
  readonly number: number;
  readonly first: CreatedEvent;
  readonly events: readonly LocalEvent[];
  /** How many events there are, those of a newer version among them. */
  readonly length: number;
}

/** Incidents from the entries of the store, the oldest first. What does not read as one is left out. */
export const readIncidents = (
  entries: readonly { readonly key: string; readonly value: JsonValue }[],
): readonly LocalIncident[] =>
  [...Map.groupBy(entries, ({ key }) => Number(key.slice(prefix.length, prefix.length + width)))].flatMap(([number, mine]) => {
    const events = mine.flatMap(({ value }) => localEvent.safeParse(value).data ?? []);
    const [first] = events;
    return first?.kind === 'incidentCreated' ? [{ number, first, events, length: mine.length }] : [];
  });

export const showLocal = ({ number, first, events }: LocalIncident): Incident => {
  const last = (field: IncidentField) => events.findLast(({ kind }) => kind === kindOfChange[field]);
  const status = last('status')?.body ?? first.status;
  return {
    id: idOf(number),
    incidentId: idOf(number),
    title: last('title')?.body ?? first.title,
    status,
    severity: last('severity')?.body ?? first.severity,
    labels: first.labels.map((label) => showLabel({ label })),
    drill: first.drill,
    created_by: first.by,
    ...incidentTimes({ createdTime: first.time, closedTime: last('status')?.time ?? first.time, status }),
  };
};

export const showEvent = ({ event, number, position }: { event: LocalEvent; number: number; position: number }): Activity => ({
  id: `${idOf(number)}-${position}`,
  kind: event.kind,
  body: event.body,
  event_time: event.kind === 'userNote' ? event.eventTime : event.time,
  by: event.by,
  ...(event.kind === 'incidentCreated' && event.attachment !== undefined && { attachments: [event.attachment] }),
});
