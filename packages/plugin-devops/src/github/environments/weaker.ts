import type { EnvironmentRules } from './environment.ts';

/** What a change of the rules of an environment lets through that they kept back; nothing where it does not. */
export const weakerRules = ({ before, after }: { before: EnvironmentRules; after: EnvironmentRules }): readonly string[] => {
  const known = new Set(before.reviewers.map(({ type, id }) => `${type} ${id}`));
  const others = after.reviewers.filter(({ type, id }) => !known.has(`${type} ${id}`)).map(({ name }) => name);
  const wider = after.patterns.filter((pattern) => !before.patterns.includes(pattern));
  const isWider = before.branch_policy !== 'all' && after.branch_policy !== before.branch_policy;
  return [
    ...(before.reviewers.length > 0 && after.reviewers.length === 0 ? ['Nobody has to approve a deployment any more.'] : []),
    ...(before.reviewers.length > 0 && others.length > 0 ? [`Others may approve: ${others.join(', ')}.`] : []),
    ...(before.prevent_self_review && !after.prevent_self_review ? ['Who deploys may approve it.'] : []),
    ...(after.wait_minutes < before.wait_minutes ? [`It waits ${after.wait_minutes} minutes, not ${before.wait_minutes}.`] : []),
    ...(isWider ? [`Which branches may be deployed: ${after.branch_policy}, not ${before.branch_policy} any more.`] : []),
    ...(!isWider && before.branch_policy === 'patterns' && wider.length > 0
      ? [`More may be deployed: ${wider.join(', ')}.`]
      : []),
  ];
};
