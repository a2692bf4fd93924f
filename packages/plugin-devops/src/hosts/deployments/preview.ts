import type { LineclearError, ProfileInfo } from '@lineclear/core/plugin';
import { hostRefusal, type SeenHost } from './look.ts';
import type { Deployment } from './settings.ts';

/** What every preview of a deployment has: the guard, the state before, and what is known of the hosts. */
export const seenPreview = ({
  seen,
  deployment,
  profile,
  refusalOf,
}: {
  seen: readonly SeenHost[];
  deployment: Deployment;
  profile: ProfileInfo;
  /** What keeps this deployment from a host, beside what keeps any. */
  refusalOf: (one: SeenHost & { state: NonNullable<SeenHost['state']> }) => LineclearError | undefined;
}) => {
  const refusals = seen.flatMap((one) => {
    const { state } = one;
    const refusal = hostRefusal(one) ?? (state === undefined ? undefined : refusalOf({ ...one, state }));
    return refusal === undefined ? [] : [refusal];
  });
  const [refusal] = refusals;
  return {
    guard: {
      hosts: seen.map(({ host, target, state }) => ({
        host,
        ...target.guard,
        links: state?.links ?? { current: '', blue: '', green: '' },
        previous: state?.previous ?? '',
        lock: state?.lock ?? null,
        releases: state?.releases.map(({ name }) => name).toSorted() ?? [],
      })),
    },
    before: Object.fromEntries(
      seen.map(({ host, state, healthNow }) => [host, { ...state?.links, ...(healthNow === null ? {} : { health: healthNow }) }]),
    ),
    hostDetails: seen.map(({ host, target, deployment: own }) => ({
      ...target.details,
      host,
      root: own.root,
      port: own.health.port,
    })),
    settings: {
      profile: profile.name,
      tier: profile.tier,
      strategy: deployment.strategy,
      order: seen.map(({ host }) => host),
      health: deployment.health,
      step_timeout_s: deployment.step_timeout_s,
      when_a_host_fails: deployment.rollback === 'all' ? 'all hosts go back' : 'this host goes back, those before it stay',
    },
    warnings: healthWarnings({ seen, deployment }),
    ...(refusal === undefined ? {} : { refusal }),
  };
};

/** The hosts of a deployment in a sentence. */
export const placesOf = (seen: readonly SeenHost[]): string => seen.map(({ target }) => target.place).join(', then ');

const healthWarnings = ({ seen, deployment }: { seen: readonly SeenHost[]; deployment: Deployment }): readonly string[] => [
  ...seen
    .filter(({ healthNow }) => healthNow !== null && healthNow !== String(deployment.health.status))
    .map(({ host, healthNow }) => `What is live on ${host} is not healthy now: ${healthNow}.`),
  ...(seen.length < deployment.hosts.length
    ? [`Only ${seen.length} of its ${deployment.hosts.length} hosts: the others keep what they have.`]
    : []),
];
