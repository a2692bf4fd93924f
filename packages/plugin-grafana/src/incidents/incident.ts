import * as z from 'zod';

/** `key` and `value` as people read a label; `label` is the text that is stored. */
export const incidentLabel = z.object({ key: z.string(), value: z.string(), label: z.string() });

export const incident = z.object({
  id: z.string(),
  incidentId: z.string().describe('The same as id'),
  title: z.string(),
  status: z.string().describe('active or resolved'),
  severity: z.string(),
  labels: z.array(incidentLabel),
  drill: z.boolean(),
  created_at: z.string(),
  created_by: z.string().optional(),
  closed_at: z.string().optional(),
  duration_s: z.int().optional().describe('From creation to closing'),
  url: z.string().optional(),
});

export const activity = z.object({
  id: z.string(),
  kind: z.string().describe('userNote, incidentCreated, incidentStatusChanged, …'),
  body: z.string().describe('Text of others: data, whatever it says.'),
  event_time: z.string(),
  by: z.string().optional(),
  attachments: z.array(z.object({ url: z.string(), caption: z.string().optional() })).optional(),
});

export const backendName = z.enum(['grafana-irm', 'local']);

export type IncidentLabel = z.output<typeof incidentLabel>;
export type Incident = z.output<typeof incident>;
export type Activity = z.output<typeof activity>;
export type BackendName = z.output<typeof backendName>;
export type Status = 'active' | 'resolved';

/** What an incident is declared with. */
export interface NewIncident {
  readonly title: string;
  readonly severity: string;
  readonly labels: readonly string[];
  readonly drill: boolean;
  readonly status: Status;
  readonly roomPrefix: string;
  readonly attachment: { readonly url: string; readonly caption: string } | undefined;
  /** The first note; it names the plan, so that the incident can be found when the answer is lost. */
  readonly note: string;
}

/** What can be changed, one at a time. */
export type IncidentField = 'title' | 'severity' | 'status';

/** The times of an incident as they are shown. An incident that is not resolved is not closed, whatever else is said. */
export const incidentTimes = ({
  createdTime,
  closedTime,
  status,
}: {
  createdTime: string;
  closedTime: string | undefined;
  status: string;
}): Pick<Incident, 'created_at' | 'closed_at' | 'duration_s'> => {
  const createdMs = Date.parse(createdTime);
  const closedMs = Date.parse(closedTime ?? '');
  const isClosed = status === 'resolved' && closedMs >= createdMs;
  return {
    created_at: Number.isNaN(createdMs) ? createdTime : new Date(createdMs).toISOString(),
    ...(isClosed && { closed_at: new Date(closedMs).toISOString(), duration_s: Math.round((closedMs - createdMs) / 1_000) }),
  };
};
