import type { KnownDatasource } from '../dashboards/normalise/datasource-reference.ts';
import type { LintContext } from '../expressions/finding.ts';
import type { JsonObject } from '../json/json-value.ts';
import { readJsonObject } from '../json/read-json.ts';
import { giveCondition } from './condition.ts';
import type { RuleFinding } from './finding.ts';
import { lintRule, type RuleExpressionFinding } from './lint-rule.ts';
import { quietQuery } from './quiet-query.ts';
import { refineData } from './rule-data.ts';
import { checkIdentity, giveDurations, giveStates, ignoreOrganisation, renameFields } from './rule-fields.ts';
import { checkTexts } from './texts.ts';

/** A rule as Grafana accepts and evaluates it. */
export interface NormalisedRule {
  readonly rule: JsonObject;
  /** What was changed, or what only the author can change. */
  readonly findings: readonly RuleFinding[];
  /** Mistakes in the expressions, which stay as they are. */
  readonly expressions: readonly RuleExpressionFinding[];
}

/**
 * The rule with everything that Grafana's API needs and that its evaluation needs to fire, and all that was changed. Fields that are not known
 * stay as they are; a second time changes nothing. Throws `invalid_input` for what is no rule, with the field in `details.path`.
 */
export const normaliseRule = async ({
  rule,
  datasources,
  context = {},
}: {
  rule: unknown;
  datasources: readonly KnownDatasource[];
  context?: Pick<LintContext, 'metricTypes' | 'scrapeIntervalMs'>;
}): Promise<NormalisedRule> => {
  const findings: RuleFinding[] = [];
  let current = readJsonObject({ value: rule, what: 'The alert rule' });
  const steps = [
    renameFields,
    checkIdentity,
    giveDurations,
    ignoreOrganisation,
    (given: JsonObject) => refineData({ rule: given, datasources }),
    (given: JsonObject) => giveCondition({ rule: given, datasources }),
    async (given: JsonObject) => giveStates({ rule: given, quiet: await quietQuery({ rule: given, datasources }) }),
    checkTexts,
  ];
  for (const step of steps) {
    const outcome = await step(current);
    current = outcome.rule;
    findings.push(...outcome.findings);
  }
  return { rule: current, findings, expressions: await lintRule({ rule: current, datasources, context }) };
};
