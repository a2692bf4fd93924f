import { LineclearError, type Progress } from '@lineclear/core/plugin';
import type { Look, Looker } from './look-at-task.ts';
import { lookAtTask } from './look-at-task.ts';
import { Patience } from './patience.ts';
import { progressVoice } from './progress-voice.ts';
import type { StatusAnswer } from './status-answer.ts';
import { untilChange } from './until-change.ts';

export interface Waited {
  readonly answer: StatusAnswer;
  /** The time was over before the task was. */
  readonly isTimedOut: boolean;
  readonly waitedMs: number;
}

/**
 * Waits until a task has ended, or until nothing more is to be expected of it, at most `timeoutMs`. A broker or result backend that
 * goes away meanwhile is waited for; one that cannot be reached at the beginning or at the end is an error.
 */
export const waitForEnd = async ({
  looker,
  taskId,
  timeoutMs,
  progress,
}: {
  looker: Looker;
  taskId: string;
  timeoutMs: number;
  progress: (progress: Progress) => void;
}): Promise<Waited> => {
  const { clock } = looker;
  const startedMs = clock.now();
  const voice = progressVoice({ progress });
  const patience = new Patience();
  let look = await lookAtTask({ looker, taskId });
  let failure: LineclearError | undefined;
  for (;;) {
    voice.state(look.answer);
    const nowMs = clock.now();
    const leftMs = startedMs + timeoutMs - nowMs;
    const isOver =
      failure === undefined && patience.isOver({ state: look.answer.state, nowMs, sentAtMs: look.evidence.ledger?.at });
    if (isOver || leftMs <= 0) {
      if (failure !== undefined) throw failure;
      return { answer: look.answer, isTimedOut: !isOver, waitedMs: nowMs - startedMs };
    }
    await untilChange({ looker, look, leftMs, isBroken: failure !== undefined, onReport: voice.report });
    const next = await lookOrFail({ looker, taskId });
    failure = next instanceof LineclearError ? next : undefined;
    if (next instanceof LineclearError) patience.startOver({ nowMs: clock.now() });
    else look = next;
  }
};

/** A look, or why broker or result backend cannot be asked at this moment. */
const lookOrFail = async (order: { looker: Looker; taskId: string }): Promise<Look | LineclearError> => {
  try {
    return await lookAtTask(order);
  } catch (error) {
    if (LineclearError.is(error) && (error.code === 'unreachable' || error.code === 'timeout')) return error;
    throw error;
  }
};
