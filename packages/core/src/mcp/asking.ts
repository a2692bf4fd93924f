import type { Answered, Asking } from '../calls/types.ts';
import type { Log } from '../plugin/context.ts';
import { isRecord } from './record.ts';

/** A form with the question as its message and one box to tick. */
export const approvalForm = (message: string) => ({
  mode: 'form' as const,
  message,
  requestedSchema: {
    type: 'object' as const,
    properties: { approve: { type: 'boolean' as const, title: 'Approve', description: 'Run this change now' } },
    required: ['approve'],
  },
});

export type ApprovalForm = ReturnType<typeof approvalForm>;

/** How long a pushed question may wait, in milliseconds. */
export interface AskTimes {
  /** Without a progress token; below the 60 s after which clients give up on their own request. */
  readonly askMs: number;
  /** With one, because progress keeps the client's request alive. */
  readonly patientMs: number;
  /** Between two signs of life. */
  readonly beatMs: number;
}
export const defaultAskTimes: AskTimes = { askMs: 50_000, patientMs: 600_000, beatMs: 10_000 };

/** True when a client declares form elicitation; an empty declaration means forms. */
export const declaresForms = (capabilities: unknown): boolean => {
  const elicitation = isRecord(capabilities) ? capabilities['elicitation'] : undefined;
  return isRecord(elicitation) && (elicitation['form'] !== undefined || elicitation['url'] === undefined);
};

/** Reads an elicitation's response. Only the boolean `true` approves; what is neither yes nor no counts as no answer. */
export const answeredBy = (response: unknown): Answered => {
  if (!isRecord(response)) return 'unanswered';
  const { action, content } = response;
  if (action === 'decline') return 'declined';
  if (action !== 'accept' || !isRecord(content)) return 'unanswered';
  if (content['approve'] === true) return 'approved';
  return content['approve'] === false ? 'declined' : 'unanswered';
};

/** 2026-07-28: the question is the call's result, and the answer comes with the next call. */
export const askByReturn = ({
  hasForms,
  responses,
  state,
}: {
  hasForms: boolean;
  responses: Readonly<Record<string, unknown>> | undefined;
  state: string | undefined;
}): Asking => {
  if (!hasForms) return noAsking;
  const response = responses?.['approve'];
  return { mode: 'return', state, answer: response === undefined ? undefined : answeredBy(response) };
};

/** 2025 sessions: the question is a request to the client while the call waits. */
export const askByPush = ({
  elicit,
  beat,
  times,
  logger,
}: {
  elicit: (form: ApprovalForm, timeoutMs: number) => Promise<unknown>;
  /** Sends a sign of life; absent without a progress token. */
  beat: (() => void) | undefined;
  times: AskTimes;
  logger: Log;
}): Asking => ({
  mode: 'push',
  ask: async (message) => {
    const timer = beat === undefined ? undefined : setInterval(beat, times.beatMs);
    try {
      return answeredBy(await elicit(approvalForm(message), beat === undefined ? times.askMs : times.patientMs));
    } catch (error) {
      // A timeout, a closed connection, an answer that does not fit the form: each leaves the plan pending.
      logger.debug({ reason: error instanceof Error ? error.message : String(error) }, 'the client did not answer a question');
      return 'unanswered';
    } finally {
      clearInterval(timer);
    }
  },
});

export const noAsking: Asking = { mode: 'none' };
