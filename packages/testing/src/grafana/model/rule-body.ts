import * as z from 'zod';

const query = z.object({
  refId: z.string().default(''),
  queryType: z.string().nullish(),
  relativeTimeRange: z.object({ from: z.int().default(0), to: z.int().default(0) }).nullish(),
  datasourceUid: z.string().default(''),
  model: z.record(z.string(), z.json()).default({}),
});

/** A rule as the provisioning API takes it. Its own checks come after this. */
export const ruleBody = z.object({
  uid: z.string().nullish(),
  title: z.string().default(''),
  ruleGroup: z.string().default(''),
  folderUID: z.string().default(''),
  condition: z.string().default(''),
  data: z.array(query).default([]),
  noDataState: z.string().default('NoData'),
  execErrState: z.string().default('Alerting'),
  for: z.string().default('0s'),
  keep_firing_for: z.string().nullish(),
  labels: z.record(z.string(), z.string()).nullish(),
  annotations: z.record(z.string(), z.string()).nullish(),
  isPaused: z.boolean().nullish(),
  missingSeriesEvalsToResolve: z.int().nullish(),
  notification_settings: z.record(z.string(), z.json()).nullish(),
  record: z.record(z.string(), z.json()).nullish(),
});
export type RuleBody = z.output<typeof ruleBody>;
export type RuleQuery = RuleBody['data'][number];
