import { isDeepStrictEqual } from 'node:util';
import type { Rule, Ruleset } from './ruleset.ts';

/**
 * What may be less strict than before, in one sentence each. A parameter that is not known for being stricter counts as weaker, so that
 * nothing new on GitHub slips through.
 */
export const weakerRuleset = ({ before, after }: { before: Ruleset; after: Ruleset }): readonly string[] => {
  const isNew = (actor: unknown) => !(before.bypass ?? []).some((known) => isDeepStrictEqual(known, actor));
  const uncovered = before.include.filter((ref) => !after.include.includes(ref));
  const exempt = after.exclude.filter((ref) => !before.exclude.includes(ref));
  return [
    ...(before.enforcement === 'active' && after.enforcement !== 'active'
      ? [`It is ${after.enforcement}, not enforced any more.`]
      : []),
    ...before.rules.flatMap((rule) => weakerRule({ rule, after: after.rules })),
    ...(after.bypass ?? [])
      .filter(isNew)
      .map(
        (actor) =>
          `${actor.actor_type}${actor.actor_id === null ? '' : ` ${actor.actor_id}`} may pass by it (${actor.bypass_mode}).`,
      ),
    ...(uncovered.length > 0 ? [`It does not cover ${uncovered.join(', ')} any more.`] : []),
    ...(exempt.length > 0 ? [`It leaves out ${exempt.join(', ')}.`] : []),
    ...(before.target === after.target ? [] : [`It is for ${after.target}, not for ${before.target} any more.`]),
  ];
};

const weakerRule = ({ rule, after }: { rule: Rule; after: readonly Rule[] }): readonly string[] => {
  const same = after.filter(({ type }) => type === rule.type);
  if (same.length === 0) return [`The rule ${rule.type} is gone.`];
  if (same.some((other) => weakerParameters({ before: rule, after: other }).length === 0)) return [];
  return weakerParameters({ before: rule, after: same[0] ?? rule }).map((name) => `${rule.type}: ${name} may be less strict.`);
};

const weakerParameters = ({ before, after }: { before: Rule; after: Rule }): readonly string[] => {
  const [old, now] = [before.parameters ?? {}, after.parameters ?? {}];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return names.filter((name) => !isAsStrict({ name, old: old[name], now: now[name] }));
};

const isAsStrict = ({ name, old, now }: { name: string; old: unknown; now: unknown }): boolean => {
  if (isDeepStrictEqual(old, now)) return true;
  if (name === 'required_approving_review_count') return typeof old === 'number' && typeof now === 'number' && now > old;
  if (name === 'required_status_checks' && Array.isArray(old) && Array.isArray(now)) {
    return old.every((check) => now.some((other) => isDeepStrictEqual(other, check)));
  }
  return tightening.has(name) && old !== true && now === true;
};

/** Switches that only ever ask for more. */
const tightening: ReadonlySet<string> = new Set([
  'dismiss_stale_reviews_on_push',
  'require_code_owner_review',
  'require_last_push_approval',
  'required_review_thread_resolution',
  'strict_required_status_checks_policy',
]);
