import { setTimeout as delay } from 'node:timers/promises';
import { type Clock, mapConcurrently, type Progress } from '@lineclear/core/plugin';
import type { KubernetesReader } from '../client/kubernetes-reader.ts';
import { evict, hasLeft } from './evict.ts';
import type { DrainedPod } from './judge-pods.ts';

/** Where a pod of a drain stands at its end. */
export interface DrainEnd {
  readonly left: readonly DrainedPod[];
  readonly remaining: readonly { readonly pod: DrainedPod; readonly why: string }[];
}

type State = 'waits' | 'blocked' | 'going' | 'left' | 'unclear' | 'refused';

const firstPauseMs = 100;
const longestPauseMs = 5_000;

/** Evicts pods and waits until they have left or the time is over. What a disruption budget holds back is asked again. */
export const drainPods = async ({
  writerReader: reader,
  context,
  pods,
  timeoutMs,
  clock,
  progress,
  step,
  signal,
}: {
  /** The reader of a writer, which may send what changes something. */
  writerReader: KubernetesReader;
  context: string;
  pods: readonly DrainedPod[];
  timeoutMs: number;
  clock: Clock;
  progress: (progress: Progress) => void;
  step: (name: string) => void;
  signal: AbortSignal;
}): Promise<DrainEnd> => {
  const endMs = clock.now() + timeoutMs;
  const states = new Map<DrainedPod, State>(pods.map((pod) => [pod, 'waits']));
  const inState = (...wanted: readonly State[]) => pods.filter((pod) => wanted.includes(states.get(pod) ?? 'waits'));
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const asked = inState('waits', 'blocked');
    // oxlint-disable-next-line no-await-in-loop -- rounds with pauses between them
    await each(asked, async (pod) => {
      const eviction = await evict({ reader, context, pod, isDryRun: false, signal });
      states.set(pod, eviction.kind);
    });
    // oxlint-disable-next-line no-await-in-loop
    await each(inState('going'), async (pod) => {
      if (!(await hasLeft({ reader, context, pod, signal }))) return;
      states.set(pod, 'left');
      step(`${pod.metadata.namespace}/${pod.metadata.name} has left`);
    });
    const left = inState('left');
    progress({ progress: left.length, total: pods.length, message: `${left.length} of ${pods.length} pods have left` });
    if (inState('waits', 'blocked', 'going').length === 0 || clock.now() + pauseMs > endMs) break;
    // oxlint-disable-next-line no-await-in-loop
    await delay(pauseMs, undefined, { signal });
  }
  return {
    left: inState('left'),
    remaining: pods.flatMap((pod) => {
      const why = reasons[states.get(pod) ?? 'waits'];
      return why === undefined ? [] : [{ pod, why }];
    }),
  };
};

const reasons: Readonly<Record<State, string | undefined>> = {
  left: undefined,
  waits: 'was not asked to go',
  blocked: 'a disruption budget keeps it',
  going: 'was asked to go and has not left',
  unclear: 'no answer came to the eviction, which was not repeated',
  refused: 'the cluster refused the eviction',
};

const each = (pods: readonly DrainedPod[], run: (pod: DrainedPod) => Promise<void>): Promise<void[]> =>
  mapConcurrently({ items: pods, concurrency: 8, run });
