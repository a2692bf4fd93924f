import { fitsSome } from './fits-some.ts';
import type { Decision, Question, Rule } from './types.ts';
import { compileWildcard } from './wildcard.ts';

/** One condition of a rule, held against a question and one of its targets. */
export interface Condition {
  readonly field: keyof Rule;
  readonly holds: (question: Question, target: string | undefined) => boolean;
}

export interface CompiledRule {
  readonly conditions: readonly Condition[];
  readonly decision: Decision;
}

/** Makes a rule quick to ask: its patterns are compiled once. */
export const compileRule = ({ rule, index, isDefault }: { rule: Rule; index: number; isDefault: boolean }): CompiledRule => ({
  conditions: conditionsOf(rule),
  decision: { allow: rule.allow ?? 'allow', approval: rule.approval, rule: index, isDefault },
});

const conditionsOf = (rule: Rule): readonly Condition[] => {
  const { profile, tier, principal, plugin, toolset, tool, kind, risk, class: named, target: pointed } = rule;
  const conditions: Condition[] = [];
  // What is compared cheaply stands first.
  if (kind !== undefined) conditions.push({ field: 'kind', holds: (question) => question.kind === kind });
  if (tier !== undefined) conditions.push({ field: 'tier', holds: among(tier, (question) => question.tier) });
  if (risk !== undefined) conditions.push({ field: 'risk', holds: among(risk, (question) => question.risk) });
  if (profile !== undefined) conditions.push({ field: 'profile', holds: matching(profile, (question) => question.profile) });
  if (principal !== undefined)
    conditions.push({ field: 'principal', holds: matching(principal, (question) => question.principal) });
  if (plugin !== undefined) conditions.push({ field: 'plugin', holds: matching(plugin, (question) => question.plugin) });
  if (tool !== undefined) conditions.push({ field: 'tool', holds: matching(tool, (question) => question.tool) });
  if (named !== undefined) conditions.push({ field: 'class', holds: matching(named, (question) => question.class) });
  if (pointed !== undefined) conditions.push({ field: 'target', holds: reaching(pointed, rule.allow === 'deny') });
  if (toolset !== undefined) {
    const alone = matching(toolset, (question) => question.toolset);
    const withPlugin = matching(toolset, (question) => `${question.plugin}/${question.toolset}`);
    conditions.push({ field: 'toolset', holds: (question, target) => alone(question, target) || withPlugin(question, target) });
  }
  return conditions;
};

/**
 * A target may stand for many things at once, with `*` in the place of a name. A rule that opens has to cover all of them, one that
 * denies reaches them where it denies any.
 */
const reaching = (patterns: string | readonly string[], denies: boolean): Condition['holds'] => {
  const covers = matching(patterns, (_question, target) => target);
  return (question, target) =>
    covers(question, target) ||
    (denies && target?.includes('*') === true && [patterns].flat().some((pattern) => fitsSome({ pattern, target })));
};

const among = (
  wanted: string | readonly string[],
  read: (question: Question) => string | undefined,
): ((question: Question) => boolean) => {
  const values: readonly (string | undefined)[] = [wanted].flat();
  return (question) => values.includes(read(question));
};

const matching = (
  patterns: string | readonly string[],
  read: (question: Question, target: string | undefined) => string | undefined,
): Condition['holds'] => {
  const matchers = [patterns].flat().map(compileWildcard);
  return (question, target) => {
    const text = read(question, target);
    return text !== undefined && matchers.some((matches) => matches(text));
  };
};
