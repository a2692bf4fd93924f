import * as z from 'zod';

const text = z
  .string()
  .nullish()
  .transform((found) => found ?? '');
const texts = z
  .record(z.string(), z.string())
  .nullish()
  .transform((found) => found ?? {});

/** A rule of Grafana's own as the provisioning API sends it. What is not used here stays in it, so that an update keeps it. */
export const provisionedRule = z.looseObject({
  uid: z.string(),
  title: z.string(),
  folderUID: z.string(),
  ruleGroup: z.string(),
  condition: text,
  data: z
    .array(
      z.looseObject({
        refId: z.string(),
        datasourceUid: text,
        relativeTimeRange: z.object({ from: z.number(), to: z.number() }).nullish(),
        model: z.record(z.string(), z.json()).catch({}),
      }),
    )
    .nullish()
    .transform((found) => found ?? []),
  for: text,
  keep_firing_for: z.string().nullish(),
  noDataState: text,
  execErrState: text,
  labels: texts,
  annotations: texts,
  isPaused: z.boolean().nullish(),
  updated: text,
  provenance: text,
});
export type ProvisionedRule = z.output<typeof provisionedRule>;
export const provisionedRules = z.array(provisionedRule);

const stateOfRule = z.object({
  uid: z.string().nullish(),
  name: z.string(),
  state: z.string().nullish(),
  health: z.string().nullish(),
  lastError: z.string().nullish(),
  type: z.string().nullish(),
  isPaused: z.boolean().nullish(),
  labels: texts,
  annotations: texts,
  lastEvaluation: z.string().nullish(),
  duration: z.number().nullish(),
  alerts: z
    .array(z.object({ labels: texts, state: text, activeAt: z.string().nullish(), value: z.unknown() }))
    .nullish()
    .transform((found) => found ?? []),
});
export type RuleState = z.output<typeof stateOfRule>;

/** How Grafana's rules stand: the shape of Prometheus' rules API with Grafana's fields. */
export const ruleStatesAnswer = z.object({
  data: z.object({
    groups: z.array(
      z.object({
        name: z.string(),
        file: text.describe('The title of the folder'),
        folderUid: z.string().nullish(),
        interval: z.number().nullish(),
        rules: z
          .array(stateOfRule)
          .nullish()
          .transform((found) => found ?? []),
      }),
    ),
  }),
});
