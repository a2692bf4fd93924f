import { checkAlert } from './checks/alerts.ts';
import { checkCounters } from './checks/counters.ts';
import { checkLogs } from './checks/logs.ts';
import { checkMatchers } from './checks/matchers.ts';
import { checkPerSecond } from './checks/per-second.ts';
import { checkQuantile } from './checks/quantile.ts';
import { checkRanges } from './checks/ranges.ts';
import { checkRatio } from './checks/ratio.ts';
import type { Check, Draft, ExpressionFinding, LintContext } from './finding.ts';
import { type Language, loadGrammar } from './grammars.ts';
import { limits } from './limits.ts';
import { type ParsedExpression, parseExpression } from './parse-expression.ts';
import { positionOf } from './position.ts';
import { modelOf } from './read-expression.ts';
import { explainLogqlProblem } from './logql-problem.ts';

/** What a check of one expression found, in the order of the text. */
export const lintExpression = async ({
  text,
  language,
  context = {},
}: {
  text: string;
  language: Language;
  context?: LintContext;
}): Promise<readonly ExpressionFinding[]> => {
  const parsed = await parseExpression({ text, language });
  if (parsed.problem !== undefined) return [await syntaxFinding(parsed)];
  const inVariables = variableFindings({ parsed, context });
  const read = modelOf(parsed);
  if (read === undefined) return inVariables;
  const subject = { language, text, ...read, context };
  const drafts = checks[language].flatMap((check) => check(subject));
  const findings = await Promise.all(
    drafts.map((draft, index) =>
      toFinding({ text, language, draft: index < limits.repairs ? draft : { ...draft, repaired: undefined } }),
    ),
  );
  return [...inVariables, ...findings].sort((one, other) => one.at.from - other.at.from);
};

/** Mistakes in PromQL; see {@link lintExpression}. */
export const lintPromql = ({
  text,
  context = {},
}: {
  text: string;
  context?: LintContext;
}): Promise<readonly ExpressionFinding[]> => lintExpression({ text, language: 'promql', context });

/** Mistakes in LogQL; see {@link lintExpression}. */
export const lintLogql = ({
  text,
  context = {},
}: {
  text: string;
  context?: LintContext;
}): Promise<readonly ExpressionFinding[]> => lintExpression({ text, language: 'logql', context });

const checks: Readonly<Record<Language, readonly Check[]>> = {
  promql: [checkRatio, checkQuantile, checkRanges, checkCounters, checkMatchers, checkPerSecond, checkAlert],
  logql: [checkRatio, checkQuantile, checkLogs, checkMatchers, checkPerSecond, checkAlert],
};

const syntaxFinding = async (parsed: ParsedExpression): Promise<ExpressionFinding> => {
  const { text, language, problem } = parsed;
  const at = problem?.at ?? positionOf({ text, from: 0, to: 0 });
  const known = language === 'logql' ? explainLogqlProblem({ parsed, grammar: await loadGrammar(language) }) : undefined;
  const code = problem?.code ?? 'syntax';
  return known ?? { code, severity: code === 'syntax' ? 'error' : 'info', message: problem?.message ?? '', at };
};

/** Alert rules know the macros of the datasource, and no variables of a dashboard. */
const variableFindings = ({
  parsed,
  context,
}: {
  parsed: ParsedExpression;
  context: LintContext;
}): readonly ExpressionFinding[] =>
  context.use !== 'alert'
    ? []
    : parsed.variables
        .filter(({ isMacro }) => !isMacro)
        .map(({ name, from, to }) => ({
          code: 'variable_in_alert',
          severity: 'error',
          message: `An alert rule has no dashboard and so no variable ${JSON.stringify(name)}: write its value.`,
          at: positionOf({ text: parsed.text, from, to }),
        }));

/** A repair is offered only where its syntax is right, whatever comments and line ends the text has. */
const toFinding = async ({
  text,
  language,
  draft,
}: {
  text: string;
  language: Language;
  draft: Draft;
}): Promise<ExpressionFinding> => {
  const { code, severity, message, span, repaired } = draft;
  const finding = { code, severity, message, at: positionOf({ text, ...span }) };
  if (repaired === undefined || repaired === text) return finding;
  const { problem } = await parseExpression({ text: repaired, language });
  return problem === undefined ? { ...finding, repaired } : finding;
};
