import * as z from 'zod';

const text = z.string().nullish();
const label = z.object({ key: text, label: z.string() });
const user = z.object({ name: text }).nullish();

export const irmIncident = z.object({
  incidentID: z.string(),
  title: z.string(),
  status: z.string(),
  severity: text,
  labels: z.array(label).nullish(),
  isDrill: z.boolean().nullish(),
  createdTime: z.string(),
  closedTime: text,
  createdByUser: user,
  overviewURL: text,
});

/** What lists have: the severity under another name, and a slug in place of the address. */
export const irmPreview = irmIncident.omit({ severity: true, overviewURL: true }).extend({ severityLabel: text, slug: text });

const cursor = z.object({ hasMore: z.boolean().nullish() }).nullish();

export const incidentAnswer = z.object({ incident: irmIncident });
export const previewsAnswer = z.object({ incidentPreviews: z.array(irmPreview).nullish(), cursor });

const activityItem = z.object({
  activityItemID: z.string(),
  activityKind: z.string(),
  body: text,
  eventTime: text,
  createdTime: z.string(),
  user,
  attachments: z.array(z.object({ sourceURL: text, path: text })).nullish(),
});
export const activityAnswer = z.object({ activityItem });
export const activitiesAnswer = z.object({ activityItems: z.array(activityItem).nullish(), cursor });

export type IrmIncident = z.output<typeof irmIncident>;
export type IrmPreview = z.output<typeof irmPreview>;
export type IrmActivity = z.output<typeof activityItem>;
