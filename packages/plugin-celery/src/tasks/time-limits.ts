import type { CeleryReader } from '../client/celery-reader.ts';
import { registered } from '../control/questions.ts';
import type { Evidence } from './evidence.ts';
import { tracesOf } from './traces.ts';

/** Seconds after which a task is interrupted, or ended. */
export interface TimeLimits {
  readonly hardS: number | undefined;
  readonly softS: number | undefined;
  /** Its message, or the worker's own setting for tasks of its name. */
  readonly source: 'message' | 'worker';
}

/** The limits that a task runs under: those of its message where that can be seen, or else those that workers have for its name. */
export const timeLimitsOf = async ({
  reader,
  evidence,
  signal,
}: {
  reader: Pick<CeleryReader, 'question'>;
  evidence: Evidence;
  signal: AbortSignal;
}): Promise<TimeLimits | undefined> => {
  const message = evidence.waiting?.item.task ?? evidence.held?.task;
  if (message?.hardLimitS !== undefined || message?.softLimitS !== undefined) {
    return { hardS: message.hardLimitS, softS: message.softLimitS, source: 'message' };
  }
  const { taskName } = tracesOf(evidence);
  if (taskName === undefined) return undefined;
  const [hardS, softS] = await Promise.all(
    ['time_limit', 'soft_time_limit'].map(async (attribute) => {
      const { answers } = await registered({ ...reader.question({ signal }), attribute });
      const texts = [...answers.values()].flatMap((tasks) => tasks.get(taskName) || []);
      const seconds = Number(texts[0]);
      return texts.length > 0 && Number.isFinite(seconds) ? seconds : undefined;
    }),
  );
  return hardS === undefined && softS === undefined ? undefined : { hardS, softS, source: 'worker' };
};
