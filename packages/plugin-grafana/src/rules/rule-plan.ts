import { createHash } from 'node:crypto';
import { LineclearError } from '@lineclear/core/plugin';
import type { GrafanaReader } from '../client/grafana-reader.ts';
import type { Datasource } from '../datasources/datasource.ts';
import { findFolder, type Folder, titleFromUid } from '../folders/folders.ts';
import { isOfType } from '../datasources/types.ts';
import { arrayAt, isObject, type JsonObject, textAt } from '../json/json-value.ts';
import { readMetricTypes } from '../prometheus/read-metric-types.ts';
import { type Evaluation, evaluateRule } from './evaluation/evaluate-rule.ts';
import { lintRule } from './lint-rule.ts';
import { type NormalisedRule, normaliseRule } from './normalise-rule.ts';
import { readRules } from './read-rules.ts';
import type { ProvisionedRule } from './rule.ts';

/** A rule on its way to Grafana, and everything about it that a decision depends on. */
export interface RulePlan extends NormalisedRule {
  readonly folder: Folder;
  /** The folder does not exist: it is made before the rule. */
  readonly makesFolder: boolean;
  /** Another rule of the folder with the same title, or the uid. */
  readonly taken: ProvisionedRule | undefined;
  readonly evaluation: Evaluation;
}

interface Ask {
  readonly reader: GrafanaReader;
  readonly signal: AbortSignal;
}

/** Normalises a rule and finds out what stands in its way. `uid` is that of the rule that is changed. */
export const planRule = async ({
  body,
  uid,
  folderTitle,
  nowMs,
  ...ask
}: Ask & {
  body: JsonObject;
  uid: string | undefined;
  folderTitle: string | undefined;
  nowMs: number;
}): Promise<RulePlan> => {
  const { datasources, ...normalised } = await normaliseFor({ body, ...ask });
  const { rule } = normalised;
  const expressions = await lintWithTypes({ rule, datasources, fallback: normalised.expressions, ...ask });
  const folderUid = textAt(rule, 'folderUID') ?? '';
  const [folder, rules, evaluation] = await Promise.all([
    findFolder({ uid: folderUid, ...ask }),
    readRules(ask),
    evaluateRule({ rule, datasources, nowMs, ...ask }),
  ]);
  const own = uid ?? textAt(rule, 'uid');
  const taken = rules.find(
    (other) =>
      (uid === undefined && other.uid === own) ||
      (other.uid !== own && other.folderUID === folderUid && other.title === textAt(rule, 'title')),
  );
  return {
    ...normalised,
    expressions,
    folder: folder ?? { uid: folderUid, title: folderTitle ?? titleFromUid(folderUid) },
    makesFolder: folder === undefined,
    taken,
    evaluation,
  };
};

/** The rule as it is sent, with the datasources that there are now. */
export const normaliseFor = async ({
  body,
  reader,
  signal,
}: Ask & { body: JsonObject }): Promise<NormalisedRule & { readonly datasources: readonly Datasource[] }> => {
  // What the profile reaches directly is nothing that Grafana could ask.
  const datasources = (await reader.datasources.list({ signal })).filter(({ origin }) => origin === 'grafana');
  return { ...(await normaliseRule({ rule: body, datasources })), datasources };
};

/** The mistakes in the expressions again, with what the datasource knows about its metrics. Without that, what was found stays. */
const lintWithTypes = async ({
  rule,
  datasources,
  fallback,
  reader,
  signal,
}: Ask & {
  rule: JsonObject;
  datasources: readonly Datasource[];
  fallback: NormalisedRule['expressions'];
}): Promise<NormalisedRule['expressions']> => {
  const uids = arrayAt(rule, 'data').map((query) => (isObject(query) ? textAt(query, 'datasourceUid') : undefined));
  const asked = datasources.find(
    (datasource) => uids.includes(datasource.uid) && isOfType({ candidate: datasource, type: 'prometheus' }),
  );
  if (asked === undefined) return fallback;
  const metricTypes = await readMetricTypes({ target: reader.target(asked), signal });
  return metricTypes === undefined ? fallback : lintRule({ rule, datasources, context: { metricTypes } });
};

/** A short name for exactly this rule, so that a guard stays small. */
export const digestOf = (rule: JsonObject): string =>
  createHash('sha256').update(JSON.stringify(rule)).digest('hex').slice(0, 16);

/** The state between preview and execution changed; nothing has been sent. */
export const changedMeanwhile = (): LineclearError =>
  new LineclearError('conflict', 'The rule would not be the one that was previewed.', {
    hint: 'Read the new preview.',
    details: { reason: 'rule_changed' },
    effect: 'none',
  });

/** Grafana has such a rule already. */
export const takenBy = ({ uid, title }: ProvisionedRule): LineclearError =>
  new LineclearError('conflict', `Grafana has an alert rule with this title in this folder, or with this uid, already.`, {
    hint: 'Change that one with update_alert_rule, or take another title.',
    details: { reason: 'rule_exists', uid, title },
    effect: 'none',
  });
