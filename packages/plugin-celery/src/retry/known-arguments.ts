import { createHash } from 'node:crypto';
import type { Evidence } from '../tasks/evidence.ts';
import { list, object } from '../protocol/field.ts';
import type { WireObject, WireValue } from '../protocol/wire-value.ts';
import { writeJson } from '../protocol/write-json.ts';

/** A task as it can be started again: with the exact values, not with Python's text of them, which may be cut. */
export interface KnownTask {
  readonly taskName: string;
  readonly args: readonly WireValue[];
  readonly kwargs: WireObject;
  /** Where it ran or was to run. */
  readonly queue: string | undefined;
  readonly hardLimitS: number | undefined;
  readonly softLimitS: number | undefined;
  /** Where the arguments were found. */
  readonly source: 'message' | 'record' | 'worker';
}

/** What is known of a task exactly: from its message, from a record with `result_extended`, or from the worker that has it. */
export const knownTask = (evidence: Evidence): KnownTask | undefined =>
  fromMessage(evidence) ?? fromRecord(evidence) ?? fromWorker(evidence);

/** The name of the task where its arguments are not known. */
export const taskNameOf = ({ ledger, record, held, atWorker }: Evidence): string | undefined =>
  ledger?.task_name ??
  (record.kind === 'found' ? record.result.extended?.taskName : undefined) ??
  held?.task.taskName ??
  atWorker?.task.taskName;

/** Equal for equal arguments; tells nothing of them. */
export const argumentsDigest = ({ args, kwargs }: Pick<KnownTask, 'args' | 'kwargs'>): string =>
  createHash('sha256')
    .update(writeJson([args, kwargs]))
    .digest('hex');

const fromMessage = ({ held }: Evidence): KnownTask | undefined => {
  if (held === undefined || !held.task.body.readable) return undefined;
  const { taskName, hardLimitS, softLimitS, body } = held.task;
  return { taskName, args: body.args, kwargs: body.kwargs, queue: held.queue, hardLimitS, softLimitS, source: 'message' };
};

const fromRecord = ({ record, ledger }: Evidence): KnownTask | undefined => {
  const extended = record.kind === 'found' ? record.result.extended : undefined;
  const found = exact({ taskName: extended?.taskName ?? ledger?.task_name, args: extended?.args, kwargs: extended?.kwargs });
  return found && { ...found, queue: extended?.queue ?? ledger?.queue, source: 'record' };
};

const fromWorker = ({ atWorker, ledger }: Evidence): KnownTask | undefined => {
  const found = atWorker && exact(atWorker.task);
  return found && { ...found, queue: atWorker?.task.queue ?? ledger?.queue, source: 'worker' };
};

// Old versions, and records that the main process of a worker wrote, have a text or nothing here.
const exact = ({
  taskName,
  args: givenArgs,
  kwargs: givenKwargs,
}: {
  taskName: string | undefined;
  args: WireValue | undefined;
  kwargs: WireValue | undefined;
}): Omit<KnownTask, 'queue' | 'source'> | undefined => {
  const args = list(givenArgs);
  const kwargs = object(givenKwargs);
  if (taskName === undefined || args === undefined || kwargs === undefined) return undefined;
  return { taskName, args, kwargs, hardLimitS: undefined, softLimitS: undefined };
};
