import type { Risk } from '../plugin/context.ts';
import { LineclearError } from '../plugin/errors.ts';
import type { Classification } from '../plugin/tool.ts';
import type { Policy } from '../policy/policy.ts';
import type { Decision, Question } from '../policy/types.ts';
import type { Profile } from '../profiles/types.ts';
import type { ReadEntry, ToolEntry } from '../registry/types.ts';

interface Judged {
  readonly policy: Policy;
  readonly entry: ToolEntry;
  readonly profile: Profile;
  readonly principal: string;
  readonly risk?: Risk;
  /** What the tool says of this call. */
  readonly classified?: Pick<Classification, 'class' | 'target'>;
}

/** Asks policy about a call; throws `forbidden` where it is denied, naming the rule. */
export const judge = ({ policy, entry, profile, principal, risk, classified = {} }: Judged): Decision => {
  const question = {
    ...questionOf({ entry, profile, principal }),
    ...(risk === undefined ? {} : { risk }),
    ...(classified.class === undefined ? {} : { class: classified.class }),
    ...(classified.target === undefined ? {} : { targets: [classified.target].flat() }),
  };
  const decision = policy.decide(question);
  if (decision.allow === 'deny') throw denied({ question, decision });
  return decision;
};

/** Before the arguments are known: refuses a tool that policy allows for no call at all. */
export const judgeTool = ({ policy, ...asked }: Pick<Judged, 'policy' | 'entry' | 'profile' | 'principal'>): void => {
  if (asked.entry.classify === undefined) judge({ policy, ...asked });
  else if (!policy.mayAllow(questionOf(asked))) {
    const question = questionOf(asked);
    throw denied({ question, decision: policy.decide(question) });
  }
};

/** Once the arguments are known: what the tool says of this call is judged, too. */
export const judgeRead = ({
  entry,
  input,
  profile,
  ...asked
}: Pick<Judged, 'policy' | 'profile' | 'principal'> & { entry: ReadEntry; input: unknown }): void => {
  const classified = entry.classify?.({ input, profile: { name: profile.name, tier: profile.tier } });
  if (classified !== undefined) judge({ ...asked, entry, profile, classified });
};

/** What decides whether a tool is listed: of a write that does not classify its calls, the risk is known by then. */
export const listedQuestion = ({ entry, ...asked }: Pick<Judged, 'entry' | 'profile' | 'principal'>): Question => ({
  ...questionOf({ entry, ...asked }),
  ...(entry.kind === 'write' && entry.classify === undefined ? { risk: entry.risk } : {}),
});

/** What policy is asked about a tool, before anything of a single call. */
const questionOf = ({ entry, profile, principal }: Pick<Judged, 'entry' | 'profile' | 'principal'>): Question => ({
  profile: profile.name,
  tier: profile.tier,
  principal,
  plugin: entry.plugin,
  toolset: entry.toolset,
  tool: entry.name,
  kind: entry.kind,
});

const denied = ({ question, decision }: { question: Question; decision: Decision }): LineclearError => {
  const { tool, profile, tier, class: named, targets } = question;
  const ofClass = named === undefined ? {} : { class: named };
  const seen = { ...ofClass, ...(targets === undefined ? {} : { target: targets.join(' ') }) };
  const reason = { reason: 'policy', rule: decision.rule, ...seen };
  const message = `Policy does not allow ${tool} in the profile "${profile}".`;
  if (!decision.isDefault) return new LineclearError('forbidden', message, { details: reason });
  // Each target is judged alone, and JSON is YAML.
  const target = targets?.length === 1 ? targets[0] : targets;
  const conditions = { profile, tool, ...ofClass, ...(target === undefined ? {} : { target }) };
  const rule = Object.entries(conditions).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return new LineclearError('forbidden', `${message} It is closed there by default (tier ${tier}).`, {
    hint: `Only the operator can open it, by a rule in the configuration such as - { ${rule.join(', ')}, allow: allow }.`,
    details: { ...reason, default_of: question.plugin },
  });
};
