import { withheldNote } from '../access/may-read.ts';
import type { Catalogue, TaskType } from '../catalogue/task-type.ts';
import { toPlainJson } from '../protocol/typed-value.ts';
import { isoTime } from '../text/iso-time.ts';
import { oneLine } from '../text/one-line.ts';
import { redactText } from '../text/redact-arguments.ts';
import { trimTraceback } from '../text/trim-traceback.ts';
import type { Evidence } from './evidence.ts';
import { isSettled } from './evidence.ts';
import type { Judgement, TaskProgress } from './judgement.ts';
import { pollAfterS } from './poll-hint.ts';
import type { StatusAnswer } from './status-answer.ts';
import { tracesOf } from './traces.ts';

const messageCharacters = 1_000;

/** Puts a judgement into the words of an answer; contents only for those who may read them. */
export const showStatus = ({
  evidence,
  judgement,
  catalogue,
  mayRead,
  resultCharacters,
}: {
  evidence: Evidence;
  judgement: Judgement;
  catalogue: Catalogue | undefined;
  mayRead: boolean;
  resultCharacters: number;
}): StatusAnswer => {
  const { record, ledger, workers, nowMs } = evidence;
  const taskName = tracesOf(evidence).taskName ?? null;
  const type = typeOf({ evidence, taskName, catalogue });
  const isAsked = !isSettled(record);
  const isWithheld = !mayRead && isTraced(evidence);
  return {
    task_id: evidence.taskId,
    status: judgement.status,
    state: judgement.state,
    reason: judgement.reason ?? null,
    task_type: ledger?.task_type ?? type?.id ?? taskName,
    task_name: taskName,
    worker: judgement.worker ?? null,
    pid: judgement.pid ?? null,
    queue: judgement.queue ?? null,
    position: judgement.position ?? null,
    ahead: judgement.ahead ?? null,
    progress: showProgress({ progress: judgement.progress, mayRead }),
    result: showResult({ evidence, mayRead, resultCharacters }),
    error: showError({ judgement, mayRead }),
    retries: judgement.retries ?? null,
    started_at: isoTime(judgement.startedAtMs),
    completed_at: isoTime(judgement.doneAtMs),
    eta_at: isoTime(judgement.etaMs),
    redelivered_at: isoTime(judgement.redeliveredAtMs),
    runtime_s: judgement.runtimeS === undefined ? null : Math.round(judgement.runtimeS * 1_000) / 1_000,
    poll_after_s: pollAfterS({ judgement, expectedS: ledger?.expected_s ?? type?.expectedDuration?.maxS, nowMs }),
    withheld: isWithheld,
    workers: isAsked ? { known: workers.known, answered: workers.answered.length, silent: [...workers.silent] } : null,
    notes: [...judgement.notes, ...nextSteps(judgement), ...(isWithheld ? [withheldNote] : [])],
  };
};

/** The type that was started; or the one of the catalogue that alone stands for this name. */
const nextSteps = ({ state, redeliveredAtMs }: Judgement): readonly string[] =>
  state === 'lost' && redeliveredAtMs === undefined ? ['retry_task starts it again with the same arguments.'] : [];

/** Whether there is anything to withhold: of a task that left no trace, nobody knows who started it. */
const isTraced = ({ ledger, record, atWorker, waiting, held, events }: Evidence): boolean =>
  record.kind !== 'absent' || events.length > 0 || [ledger, atWorker, waiting, held].some((trace) => trace !== undefined);

const typeOf = ({
  evidence: { ledger },
  taskName,
  catalogue,
}: {
  evidence: Evidence;
  taskName: string | null;
  catalogue: Catalogue | undefined;
}): TaskType | undefined => {
  if (ledger?.task_type !== undefined) return catalogue?.types.get(ledger.task_type);
  const named = [...(catalogue?.types.values() ?? [])].filter((type) => type.taskName === taskName);
  return named.length === 1 ? named[0] : undefined;
};

/** How far a task says that it is; its words only for those who may read them. */
export const showProgress = ({
  progress,
  mayRead,
}: {
  progress: TaskProgress | undefined;
  mayRead: boolean;
}): StatusAnswer['progress'] =>
  progress === undefined ? null : { percent: progress.percent ?? null, message: mayRead ? showMessage(progress.message) : null };

const showResult = ({
  evidence: { record },
  mayRead,
  resultCharacters,
}: {
  evidence: Evidence;
  mayRead: boolean;
  resultCharacters: number;
}): StatusAnswer['result'] => {
  if (!mayRead || record.kind !== 'found' || record.result.status !== 'SUCCESS') return null;
  const value = toPlainJson(record.result.value);
  const text = JSON.stringify(value);
  const leftOut = Math.max(0, text.length - resultCharacters);
  return {
    value: leftOut === 0 ? value : text.slice(0, resultCharacters).toWellFormed(),
    left_out_characters: leftOut,
    untrusted: true,
  };
};

const showError = ({
  judgement: { error, traceback },
  mayRead,
}: {
  judgement: Judgement;
  mayRead: boolean;
}): StatusAnswer['error'] =>
  error === undefined
    ? null
    : {
        type: oneLine({ text: error.type, characters: 100 }),
        message: mayRead ? showMessage(error.message) : null,
        traceback: mayRead && traceback !== undefined ? trimTraceback(redactText(traceback)) : null,
      };

const showMessage = (message: string | undefined): string | null =>
  message === undefined ? null : oneLine({ text: redactText(message), characters: messageCharacters });
