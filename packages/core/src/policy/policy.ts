import { LineclearError } from '../plugin/errors.ts';
import { checkRules } from './check-rules.ts';
import type { Decision, Question, Rule } from './types.ts';
import { compileWildcard } from './wildcard.ts';

/** The rules of a composition, compiled. */
export interface Policy {
  /** The first rule whose conditions all hold decides; without one the call is allowed. An unknown tier counts as production. */
  decide(question: Question): Decision;
  /** One sentence for people: which rule decided, and what. */
  explain(question: Question): string;
}

/** Compiles rules; throws `invalid_input` with every issue when one of them is not a rule. */
export const createPolicy = ({ rules }: { rules: readonly Rule[] }): Policy => {
  const issues = checkRules({ rules });
  if (issues.length > 0) {
    const list = issues.map((issue) => `${issue.path.join('.')}: ${issue.message} ${issue.hint}`).join('\n');
    throw new LineclearError('invalid_input', `The policy cannot be used.\n${list}`, { details: { reason: 'policy', issues } });
  }
  const compiled = rules.map((rule) => ({
    conditions: conditionsOf(rule),
    allow: rule.allow ?? 'allow',
    approval: rule.approval,
  }));

  const decide = (asked: Question): Decision => {
    const question = isTier(asked.tier) ? asked : { ...asked, tier: 'production' as const };
    const index = compiled.findIndex(({ conditions }) => conditions.every((holds) => holds(question)));
    const rule = compiled[index];
    return rule === undefined
      ? { allow: 'allow', approval: undefined, rule: -1 }
      : { allow: rule.allow, approval: rule.approval, rule: index };
  };

  const explain = (question: Question): string => {
    const decision = decide(question);
    const rule = rules[decision.rule];
    const call = `${question.tool} in ${question.profile}`;
    if (rule === undefined) return `No rule of the policy matches ${call}; the profile's own settings decide.`;
    const approval = decision.approval === undefined ? '' : `, with ${decision.approval} approval at least`;
    return `Rule ${decision.rule + 1} of the policy (${describe(rule)}) decides on ${call}: ${verdicts[decision.allow]}${approval}.`;
  };

  return { decide, explain };
};

type Condition = (question: Question) => boolean;

const conditionsOf = (rule: Rule): readonly Condition[] => {
  const { profile, tier, principal, plugin, toolset, tool, kind, risk, class: named } = rule;
  const conditions: Condition[] = [];
  // What is compared cheaply stands first.
  if (kind !== undefined) conditions.push((question) => question.kind === kind);
  if (tier !== undefined) conditions.push(among(tier, (question) => question.tier));
  if (risk !== undefined) conditions.push(among(risk, (question) => question.risk));
  if (profile !== undefined) conditions.push(matching(profile, (question) => question.profile));
  if (principal !== undefined) conditions.push(matching(principal, (question) => question.principal));
  if (plugin !== undefined) conditions.push(matching(plugin, (question) => question.plugin));
  if (tool !== undefined) conditions.push(matching(tool, (question) => question.tool));
  if (named !== undefined) conditions.push(matching(named, (question) => question.class));
  if (toolset !== undefined) {
    const alone = matching(toolset, (question) => question.toolset);
    const withPlugin = matching(toolset, (question) => `${question.plugin}/${question.toolset}`);
    conditions.push((question) => alone(question) || withPlugin(question));
  }
  return conditions;
};

const among = (wanted: string | readonly string[], read: (question: Question) => string | undefined): Condition => {
  const values: readonly (string | undefined)[] = [wanted].flat();
  return (question) => values.includes(read(question));
};

const matching = (patterns: string | readonly string[], read: (question: Question) => string | undefined): Condition => {
  const matchers = [patterns].flat().map(compileWildcard);
  return (question) => {
    const text = read(question);
    return text !== undefined && matchers.some((matches) => matches(text));
  };
};

const isTier = (tier: unknown): boolean => tier === 'development' || tier === 'staging' || tier === 'production';

const verdicts = { allow: 'allowed', preview: 'previews only', deny: 'denied' } as const;

const describe = (rule: Rule): string => {
  const { allow: _allow, approval: _approval, ...conditions } = rule;
  const list = Object.entries(conditions).map(([name, value]) => `${name}: ${[value].flat().join(' or ')}`);
  return list.length === 0 ? 'every call' : list.join(', ');
};
