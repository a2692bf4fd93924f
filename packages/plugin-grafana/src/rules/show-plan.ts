import { quoted } from '@lineclear/core/plugin';
import { diffValues, shown } from '../dashboards/diff-values.ts';
import { type JsonObject, omit, textAt } from '../json/json-value.ts';
import type { Evaluation } from './evaluation/evaluate-rule.ts';
import type { RulePlan } from './rule-plan.ts';

const mostLines = 60;

/** The fields that differ, one line each. */
export const changeLines = ({ before, after }: { before: JsonObject; after: JsonObject }): readonly string[] => {
  const lines = diffValues({ before: omit(before, served), after: omit(after, served) }).map(
    ({ path, before: was, after: is }) =>
      `${path}: ${was === undefined ? 'absent' : shown(was)} → ${is === undefined ? 'absent' : shown(is)}`,
  );
  return lines.length <= mostLines ? lines : [...lines.slice(0, mostLines), `… and ${lines.length - mostLines} more`];
};

/** What the server writes itself. */
const served = ['id', 'uid', 'updated', 'provenance', 'orgID'];

/** What was put right in the rule before it is sent, and what is wrong in its expressions, which stay as they are. */
export const findingsOf = ({ findings, expressions, rule }: RulePlan) => ({
  normalised: findings.map(({ code, path, message, before, after }) => ({
    code,
    path,
    message,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  })),
  expressions: expressions.map(({ code, severity, message, refId, expression, repaired }) => ({
    code,
    severity,
    message,
    query: refId,
    expression,
    ...(repaired !== undefined && { repaired }),
  })),
  rule,
});

/** What whoever confirms has to know. */
export const planWarnings = ({ expressions, findings, evaluation, folder, makesFolder }: RulePlan): readonly string[] => [
  ...expressions
    .filter(({ severity }) => severity !== 'info')
    .map(({ refId, message, repaired }) => `Query ${refId}: ${message}${repaired === undefined ? '' : ` Rather: ${repaired}`}`),
  ...findings
    .filter(({ code }) => code === 'datasource_unknown' || code === 'expression_missing')
    .map(({ path, message }) => `${path}: ${message}`),
  ...(makesFolder ? [`The folder ${quoted(folder.uid)} does not exist: it is made first.`] : []),
  ...findings.filter(({ code, before, after }) => code === 'no_data' && before === after).map(({ message }) => message),
  ...evaluationWarnings(evaluation),
];

const evaluationWarnings = (evaluation: Evaluation): readonly string[] => {
  if (evaluation.outcome === 'error') return [`Evaluated now, it fails: ${evaluation.reason}`];
  if (evaluation.outcome === 'no_data')
    return [
      evaluation.counts_as === 'OK'
        ? 'Evaluated now, it has no data, which counts as OK: all is well, or metric and labels are wrong.'
        : `Evaluated now, it has no data, which counts as ${evaluation.counts_as}: check metric and labels.`,
    ];
  return evaluation.outcome === 'fires' ? ['It would fire now.'] : [];
};

/** The outcome in a few words, for the end of a sentence. */
export const evaluationPhrase = (evaluation: Evaluation): string => {
  if (evaluation.outcome === 'fires') return `evaluated now it fires for ${evaluation.firing} of ${evaluation.series} series`;
  if (evaluation.outcome === 'normal') return `evaluated now it is normal (${evaluation.series} series)`;
  if (evaluation.outcome === 'no_data') return 'evaluated now it has no data';
  return evaluation.outcome === 'error' ? 'evaluated now it fails' : 'not evaluated';
};

/** Title, group and folder as a sentence names them. */
export const placeOf = ({ rule, folder }: RulePlan): string =>
  `${quoted(textAt(rule, 'title') ?? '')} (group ${quoted(textAt(rule, 'ruleGroup') ?? '')}, folder ${quoted(folder.title)})`;
