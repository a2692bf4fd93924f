import type { Clock, Progress } from '@lineclear/core/plugin';
import { poll } from '../../poll.ts';
import type { KubernetesReader } from '../client/kubernetes-reader.ts';
import { progressOf, type Rolling, type RolloutKind, type RolloutProgress, toRolling } from './rollout.ts';

/** Quick at first, for what is about to end. */
const firstPauseMs = 250;
const longestPauseMs = 2_000;

export interface WatchedRollout {
  readonly workload: Rolling;
  readonly now: RolloutProgress;
}

/** Asks for a workload until its rollout has ended or the time is over, and tells how far it is. */
export const watchRollout = async ({
  reader,
  context,
  namespace,
  kind,
  name,
  timeoutMs,
  clock,
  progress,
  signal,
}: {
  reader: KubernetesReader;
  context: string;
  namespace: string;
  kind: RolloutKind;
  name: string;
  timeoutMs: number;
  clock: Clock;
  progress: (progress: Progress) => void;
  signal: AbortSignal;
}): Promise<WatchedRollout> => {
  const look = async (): Promise<WatchedRollout> => {
    const workload = toRolling(await reader.get({ context, namespace, kind, apiVersion: 'apps/v1', name, signal }));
    const now = progressOf({ kind, workload });
    progress({ progress: now.available, total: now.desired, message: now.message });
    return { workload, now };
  };
  const isDone = ({ now }: WatchedRollout): boolean => ['complete', 'failed', 'paused'].includes(now.state);
  return poll({ look, isDone, timeoutMs, firstPauseMs, longestPauseMs, nowMs: () => clock.now(), signal });
};
