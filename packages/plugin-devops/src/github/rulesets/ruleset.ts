import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';

const bypassActor = z.object({
  actor_type: z.string(),
  actor_id: z
    .int()
    .nullish()
    .transform((id) => id ?? null),
  bypass_mode: z.string().default('always'),
});

const rule = z.object({ type: z.string(), parameters: z.record(z.string(), z.unknown()).optional() });
export type Rule = z.output<typeof rule>;

/** https://docs.github.com/en/rest/repos/rules#get-a-repository-ruleset */
export const rulesetAnswer = z.object({
  id: z.int(),
  name: z.string(),
  target: z.string().default('branch'),
  source_type: z.string().default('Repository'),
  source: z.string(),
  enforcement: z.string(),
  conditions: z.unknown().optional(),
  rules: z.array(rule).default([]),
  // Only those who may change the ruleset see who passes by it.
  bypass_actors: z.array(bypassActor).optional(),
});
export type RulesetAnswer = z.output<typeof rulesetAnswer>;

/** What of a ruleset can be set. */
export interface Ruleset {
  readonly name: string;
  readonly target: string;
  readonly enforcement: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly rules: readonly Rule[];
  /** Null where it cannot be seen. */
  readonly bypass: readonly BypassActor[] | null;
}

/** Who passes by the rules: the number means a role, a team, an app. */
type BypassActor = z.output<typeof bypassActor>;

const refName = z.object({
  ref_name: z.object({ include: z.array(z.string()).default([]), exclude: z.array(z.string()).default([]) }),
});

export const toRuleset = ({ name, target, enforcement, conditions, rules, bypass_actors }: RulesetAnswer): Ruleset => {
  const { include = [], exclude = [] } = refName.safeParse(conditions).data?.ref_name ?? {};
  return { name, target, enforcement, include, exclude, rules, bypass: bypass_actors ?? null };
};

export const shownRuleset = z.object({
  ruleset_id: z.int(),
  name: z.string(),
  source: z.string(),
  target: z.string(),
  enforcement: z.string(),
});

export const showRuleset = ({ id, name, source_type: type, source, target, enforcement }: RulesetAnswer) => ({
  ruleset_id: id,
  name,
  source: `${type} ${source}`,
  target,
  enforcement,
});

/** As GitHub takes it, whole. */
export const toBody = ({ include, exclude, bypass, ...ruleset }: Ruleset) => ({
  ...ruleset,
  // A ruleset for pushes is for the whole repository.
  ...(ruleset.target === 'push' ? {} : { conditions: { ref_name: { include, exclude } } }),
  // What cannot be seen is not sent, and stays.
  ...(bypass === null ? {} : { bypass_actors: bypass }),
});

/** Field by field, each rule as one, for comparing. */
export const flat = ({ rules, ...ruleset }: Ruleset): Readonly<Record<string, unknown>> => {
  const fields = rules.map(({ type, parameters = {} }, index) => {
    const earlier = rules.slice(0, index).filter((other) => other.type === type).length;
    return [`rule ${type}${earlier === 0 ? '' : ` ${earlier + 1}`}`, parameters] as const;
  });
  return { ...ruleset, ...Object.fromEntries(fields) };
};

export const rulesetPath = '/rulesets/{ruleset_id}';

/** One ruleset that holds in a repository, also one of its organization; undefined where there is none. */
export const findRuleset = ({
  id,
  reader,
  ...where
}: {
  id: number;
  repository: string;
  reader: GitHubReader;
  signal: AbortSignal;
}): Promise<RulesetAnswer | undefined> =>
  reader.find({ ...where, path: rulesetPath, values: { ruleset_id: id }, schema: rulesetAnswer });
