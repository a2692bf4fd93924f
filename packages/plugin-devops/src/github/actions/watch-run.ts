import type { Clock, Progress } from '@lineclear/core/plugin';
import { poll } from '../../poll.ts';
import type { GitHubReader } from '../client/github-reader.ts';
import { type Job, jobsOf } from './job.ts';
import { getRun, type Run } from './run.ts';

/** A run as it was last seen. */
export interface Watched {
  readonly run: Run;
  readonly jobs: readonly Job[];
}

// Quick at first, for what is about to end. What has not changed costs nothing: its answer is asked for by its ETag.
const firstPauseMs = 250;
const longestPauseMs = 5_000;

/** Asks for a run until it is completed or the time is over, and tells every change of its state. */
export const watchRun = async ({
  reader,
  repository,
  runId,
  timeoutMs,
  clock,
  progress,
  signal,
}: {
  reader: GitHubReader;
  repository: string;
  runId: number;
  timeoutMs: number;
  clock: Clock;
  progress: (progress: Progress) => void;
  signal: AbortSignal;
}): Promise<Watched> => {
  let told = '';
  let step = 0;
  const look = async (): Promise<Watched> => {
    const [run, jobs] = await Promise.all([
      getRun({ reader, repository, id: runId, signal }),
      jobsOf({ reader, repository, runId, signal }),
    ]);
    const standing = standingOf({ run, jobs });
    if (standing !== told) {
      told = standing;
      step += 1;
      progress({ progress: step, message: standing });
    }
    return { run, jobs };
  };
  const isDone = ({ run }: Watched): boolean => run.status === 'completed';
  return poll({ look, isDone, timeoutMs, firstPauseMs, longestPauseMs, nowMs: () => clock.now(), signal });
};

/** Words of GitHub's own lists and counts alone: progress is shown as it stands. */
const standingOf = ({ run, jobs }: Watched): string => {
  const done = jobs.filter(({ status }) => status === 'completed').length;
  const steps = jobs.flatMap((job) => job.steps);
  const doneSteps = steps.filter(({ status }) => status === 'completed').length;
  const state = run.status === 'completed' ? (run.conclusion ?? 'completed') : (run.status ?? 'unknown');
  return `${state}: ${done} of ${jobs.length} jobs and ${doneSteps} of ${steps.length} steps done`;
};
