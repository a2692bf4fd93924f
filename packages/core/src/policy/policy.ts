import { LineclearError } from '../plugin/errors.ts';
import { strictestAssurance } from './assurance.ts';
import { checkRules, type KnownNames } from './check-rules.ts';
import { type CompiledRule, compileRule } from './compile-rule.ts';
import type { Decision, PluginRules, Question, Rule } from './types.ts';

/** The rules of a composition, compiled. */
export interface Policy {
  /**
   * The first rule whose conditions all hold decides, the configuration's before the plugin's own; without one the call is allowed.
   * Of several targets the strictest verdict counts. An unknown tier counts as production.
   */
  decide(question: Question): Decision;
  /** Whether some call of a tool may be allowed, where its class, its targets and, if it is not given, its risk are not known yet. */
  mayAllow(question: Question): boolean;
  /** One sentence for people: which rule decided, and what. */
  explain(question: Question): string;
}

/** Compiles rules; throws `invalid_input` with every issue when one of them is not a rule. */
export const createPolicy = ({
  rules,
  defaults = [],
}: {
  rules: readonly Rule[];
  /** What the plugins bring for their own tools. */
  defaults?: readonly PluginRules[];
}): Policy => {
  refuse({ what: 'The policy', rules });
  for (const { plugin, rules: own, known } of defaults)
    refuse({ what: `The policy of the plugin "${plugin}"`, rules: own, known });
  const configured = rules.map((rule, index) => compileRule({ rule, index, isDefault: false }));
  const ofPlugins = new Map(
    defaults.map(({ plugin, rules: own }) => [
      plugin,
      [...configured, ...own.map((rule, index) => compileRule({ rule, index, isDefault: true }))],
    ]),
  );
  const rulesFor = (plugin: string): readonly CompiledRule[] => ofPlugins.get(plugin) ?? configured;

  const decideOne = (question: Question, target: string | undefined): Decision =>
    rulesFor(question.plugin).find(({ conditions }) => conditions.every(({ holds }) => holds(question, target)))?.decision ??
    undecided;

  const decide = (asked: Question): Decision => {
    const question = knownTier(asked);
    const { targets = [] } = question;
    const [first = undecided, ...others] =
      targets.length === 0 ? [decideOne(question, undefined)] : targets.map((target) => decideOne(question, target));
    return others.reduce(stricter, first);
  };

  const mayAllow = (asked: Question): boolean => {
    const question = knownTier(asked);
    for (const { conditions, decision } of rulesFor(question.plugin)) {
      const isOpen = (field: string) =>
        field === 'class' || field === 'target' || (field === 'risk' && question.risk === undefined);
      if (!conditions.every(({ field, holds }) => isOpen(field) || holds(question, undefined))) continue;
      if (decision.allow !== 'deny') return true;
      if (!conditions.some(({ field }) => isOpen(field))) return false;
    }
    return true;
  };

  const explain = (question: Question): string => {
    const decision = decide(question);
    const own = defaults.find(({ plugin }) => plugin === question.plugin)?.rules;
    const rule = (decision.isDefault ? own : rules)?.[decision.rule];
    const call = `${question.tool} in ${question.profile}`;
    if (rule === undefined) return `No rule of the policy matches ${call}; the profile's own settings decide.`;
    const approval = decision.approval === undefined ? '' : `, with ${decision.approval} approval at least`;
    const which = decision.isDefault ? `the plugin "${question.plugin}", which the policy may overrule` : 'the policy';
    return `Rule ${decision.rule + 1} of ${which} (${describe(rule)}) decides on ${call}: ${verdicts[decision.allow]}${approval}.`;
  };

  return { decide, mayAllow, explain };
};

const refuse = ({ what, rules, known = {} }: { what: string; rules: readonly Rule[]; known?: KnownNames }): void => {
  const issues = checkRules({ rules, known });
  if (issues.length === 0) return;
  const list = issues.map((issue) => `${issue.path.join('.')}: ${issue.message} ${issue.hint}`).join('\n');
  throw new LineclearError('invalid_input', `${what} cannot be used.\n${list}`, { details: { reason: 'policy', issues } });
};

const undecided: Decision = { allow: 'allow', approval: undefined, rule: -1, isDefault: false };

const openness = { deny: 0, preview: 1, allow: 2 } as const;

/** The stricter of two verdicts, with the approval that both of them need. */
const stricter = (first: Decision, second: Decision): Decision => {
  const verdict = openness[second.allow] < openness[first.allow] ? second : first;
  if (first.approval === undefined || second.approval === undefined)
    return { ...verdict, approval: first.approval ?? second.approval };
  return { ...verdict, approval: strictestAssurance(first.approval, second.approval) };
};

const knownTier = (question: Question): Question =>
  isTier(question.tier) ? question : { ...question, tier: 'production' as const };

const isTier = (tier: unknown): boolean => tier === 'development' || tier === 'staging' || tier === 'production';

const verdicts = { allow: 'allowed', preview: 'previews only', deny: 'denied' } as const;

const describe = (rule: Rule): string => {
  const { allow: _allow, approval: _approval, ...conditions } = rule;
  const list = Object.entries(conditions).map(([name, value]) => `${name}: ${[value].flat().join(' or ')}`);
  return list.length === 0 ? 'every call' : list.join(', ');
};
