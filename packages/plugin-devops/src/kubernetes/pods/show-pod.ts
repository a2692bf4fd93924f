import * as z from 'zod';
import type { ContainerStatus, Pod } from './pod.ts';
import { podState } from './pod.ts';
import { maskText } from '../masking/mask-text.ts';
import { openDigest } from '../masking/secret-digest.ts';

export const shownContainer = z.object({
  name: z.string(),
  image: z.string().nullable(),
  state: z.string().describe('"running", "waiting: CrashLoopBackOff", "ended: OOMKilled (137)".'),
  message: z.string().optional(),
  ready: z.boolean(),
  restarts: z.int(),
  last_end: z.string().optional().describe('How it ended before it was started again.'),
});
export type ShownContainer = z.output<typeof shownContainer>;

export const shownPod = z.object({
  name: z.string(),
  status: z.string(),
  ready: z.string(),
  restarts: z.int(),
  node: z.string().nullable(),
  problems: z.array(z.string()).describe('Why it is not ready.'),
});
export type ShownPod = z.output<typeof shownPod>;

/** The containers of a pod with how they are; those that run before the others come first. */
export const showContainers = ({ spec, status }: Pod): readonly ShownContainer[] => {
  const known = new Map(
    [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].map((one) => [one.name, one]),
  );
  return [...(spec.initContainers ?? []), ...spec.containers].map(({ name, image }) =>
    showContainer({ name, image, status: known.get(name) }),
  );
};

/** A pod in one row, with what stands between it and being ready. */
export const showPod = (one: Pod): ShownPod => {
  const { status, ready, containers, restarts } = podState(one);
  return {
    name: one.metadata.name,
    status,
    ready: `${ready}/${containers}`,
    restarts,
    node: one.spec.nodeName ?? null,
    problems: [...problemsOf(one)],
  };
};

/** What stands between a pod and being ready, as the cluster says it. Empty for one that is ready or has done its work. */
export const problemsOf = (one: Pod): readonly string[] => {
  const { status } = one;
  if (status?.phase === 'Succeeded') return [];
  const conditions = (status?.conditions ?? [])
    .filter(({ type, status: now }) => now === 'False' && (type === 'PodScheduled' || type === 'Initialized'))
    .map(({ type, reason, message }) => `${type}: ${[reason, message].filter(Boolean).join(': ')}`);
  const own = status?.reason ? [[status.reason, status.message].filter(Boolean).join(': ')] : [];
  const containers = showContainers(one)
    .filter(({ name, ready, state }) => !ready && !isFinishedInit({ one, name }) && state !== 'ended: Completed (0)')
    .map(
      ({ name, state, message, last_end: end }) =>
        `${name}: ${[state, message, end && `before that ${end}`].filter(Boolean).join(', ')}`,
    );
  return [...[...own, ...conditions].map(masked), ...containers].map((text) => text.slice(0, longest).toWellFormed());
};

const longest = 400;

// What a program wrote before it ended stands in these messages. Cut after masking: half a secret is not found any more.
const masked = (text: string): string => maskText({ text: text.slice(0, mostRead), digest: openDigest() });
const mostRead = 8_000;

const isFinishedInit = ({ one, name }: { one: Pod; name: string }): boolean =>
  (one.status?.initContainerStatuses ?? []).some((status) => status.name === name && status.state?.terminated?.exitCode === 0);

const showContainer = ({
  name,
  image,
  status,
}: {
  name: string;
  image: string | null | undefined;
  status: ContainerStatus | undefined;
}): ShownContainer => {
  const before = endText(status?.lastState?.terminated);
  const message = status?.state?.waiting?.message ?? status?.state?.terminated?.message;
  return {
    name,
    image: image ?? null,
    state: stateText(status),
    ...(message ? { message: masked(message).slice(0, longest).toWellFormed() } : {}),
    ready: status?.ready ?? false,
    restarts: status?.restartCount ?? 0,
    ...(before === undefined ? {} : { last_end: before }),
  };
};

const stateText = (status: ContainerStatus | undefined): string => {
  const { waiting, running, terminated } = status?.state ?? {};
  if (running != null) return 'running';
  if (terminated != null) return endText(terminated) ?? 'ended';
  return waiting?.reason ? `waiting: ${waiting.reason}` : 'waiting';
};

type Ended = NonNullable<ContainerStatus['state']>['terminated'];
const endText = (ended: Ended): string | undefined =>
  ended == null ? undefined : `ended: ${ended.reason ?? 'Error'} (${ended.exitCode ?? 0})`;
