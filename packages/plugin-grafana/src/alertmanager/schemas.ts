import * as z from 'zod';

// The answers of Alertmanager's v2 API, and of Grafana's own Alertmanager that speaks it, as far as they are used.

const labels = z
  .record(z.string(), z.string())
  .nullish()
  .transform((found) => found ?? {});
const ids = z
  .array(z.string())
  .nullish()
  .transform((found) => found ?? []);

/** A moment that everybody reads the same way. */
const moment = z.string().refine((text) => !Number.isNaN(Date.parse(text)));

const alert = z.object({
  fingerprint: z.string(),
  labels,
  annotations: labels,
  startsAt: moment,
  updatedAt: z.string().nullish(),
  generatorURL: z.string().nullish(),
  receivers: z
    .array(z.object({ name: z.string() }))
    .nullish()
    .transform((found) => found ?? []),
  status: z.object({ state: z.string(), silencedBy: ids, inhibitedBy: ids }),
});
export type Alert = z.output<typeof alert>;
export const alertsAnswer = z.array(alert);

const matcher = z.object({
  name: z.string(),
  value: z.string(),
  isRegex: z.boolean(),
  // Alertmanager before 0.22 has no negative matchers and leaves it out.
  isEqual: z.boolean().nullish(),
});

export const silenceAnswer = z.object({
  id: z.string(),
  status: z.object({ state: z.string() }),
  matchers: z.array(matcher),
  startsAt: moment,
  endsAt: moment,
  updatedAt: z.string().nullish(),
  createdBy: z.string().nullish(),
  comment: z.string().nullish(),
});
export type Silence = z.output<typeof silenceAnswer>;
export const silencesAnswer = z.array(silenceAnswer);

// Early versions of Grafana's own Alertmanager call it `id`.
export const createdSilence = z.union([
  z.object({ silenceID: z.string() }).transform(({ silenceID }) => silenceID),
  z.object({ id: z.string() }).transform(({ id }) => id),
]);

export const receiversAnswer = z.array(z.object({ name: z.string() }));

export const statusAnswer = z.object({ config: z.object({ original: z.string() }) });
