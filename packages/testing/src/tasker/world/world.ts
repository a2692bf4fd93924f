import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import type { StepFailure } from '../model/execution.ts';
import type { DlqRecord, Step, Task } from '../model/records.ts';
import type { DlqReason, StepState, TaskState } from '../model/states.ts';
import type { DlqChange } from './dlq-moves.ts';
import { addDlqRecord, changeDlqRecord } from './dlq-moves.ts';
import type { Backpressure, ComponentHealth, ComponentName } from './health.ts';
import type { ManualAction } from './manual-actions.ts';
import { actOnStep } from './manual-actions.ts';
import { failStep, finishStep, handInResult, setStepState, startStep } from './step-moves.ts';
import type { Store } from './store.ts';
import { submitTask } from './submit.ts';
import { cancelTask, setTaskState } from './task-moves.ts';
import { advance } from './workers.ts';

/** The sandbox seen from behind: what another operator, a worker or the orchestrator does, and what is true now. */
export interface TaskerWorld {
  task(uuid: string): Readonly<Task>;
  step(uuid: string): Readonly<Step>;
  dlqEntry(uuid: string): Readonly<DlqRecord>;
  /** Tasks, newest first. */
  tasks(): readonly Readonly<Task>[];
  /** Everything that a change of the backend would change, as JSON. */
  state(): JsonObject;
  /** Lets the simulated workers catch up with the clock; every request does so first. */
  advance(): void;
  /** A new task of a registered template; it runs as the clock goes on. */
  submit(request: { namespace: string; name: string; version: string; context: JsonObject }): string;
  cancelTask(uuid: string): void;
  setTaskState(uuid: string, state: TaskState): void;
  setStepState(uuid: string, state: StepState): void;
  /** A worker does the step at once. */
  finishStep(uuid: string, result?: JsonValue): void;
  /** A worker tries the step at once and fails. */
  failStep(uuid: string, failure: StepFailure): void;
  /** Another operator resets, resolves or completes a step. */
  actOnStep(uuid: string, action: ManualAction): void;
  /** Returns the uuid of the new entry. */
  addDlqEntry(entry: { taskUuid: string; reason: DlqReason }): string;
  changeDlqEntry(uuid: string, change: DlqChange): void;
  /** What `/health/detailed` says of a component. A circuit breaker that is not healthy refuses submissions and analytics with 503. */
  setHealth(component: ComponentName, health: ComponentHealth): void;
  /** Refuses submissions with 503 and Retry-After, until it is taken back with `undefined`. */
  setBackpressure(backpressure: Backpressure | undefined): void;
}

export const createWorld = (store: Store): TaskerWorld => {
  const task = (uuid: string): Task => found(store.task(uuid), `task ${uuid}`);
  const step = (uuid: string): Step => found(store.step(uuid), `step ${uuid}`);
  const dlqEntry = (uuid: string): DlqRecord => found(store.dlq.find(uuid), `DLQ entry ${uuid}`);
  const take = (taken: Step): void => {
    if (taken.state !== 'in_progress') startStep({ step: taken, atMs: store.nowMs });
  };
  return {
    task,
    step,
    dlqEntry,
    tasks: () => store.newestFirst(),
    state: () => {
      advance(store);
      return stateOf(store);
    },
    advance: () => advance(store),
    submit: ({ context, ...name }) => {
      const template = found(store.template(name), `template ${Object.values(name).join('/')}`);
      const submitted = submitTask(store, { ...submission, template, context, correlationId: store.ids('correlation') });
      return found(submitted, 'new task: one with this identity exists').uuid;
    },
    cancelTask: (uuid) => cancelTask({ task: task(uuid), atMs: store.nowMs }),
    setTaskState: (uuid, state) => setTaskState({ task: task(uuid), state, atMs: store.nowMs }),
    setStepState: (uuid, state) => setStepState({ step: step(uuid), state, atMs: store.nowMs }),
    finishStep: (uuid, result = step(uuid).definition.result) => {
      take(step(uuid));
      handInResult({ step: step(uuid), atMs: store.nowMs, result, ids: store.ids });
      finishStep({ step: step(uuid), atMs: store.nowMs });
    },
    failStep: (uuid, failure) => {
      take(step(uuid));
      failStep({ step: step(uuid), atMs: store.nowMs, failure, ids: store.ids });
    },
    actOnStep: (uuid, action) => {
      const refusal = actOnStep({ step: step(uuid), action, atMs: store.nowMs });
      if (refusal !== undefined) throw new Error(refusal);
    },
    addDlqEntry: ({ taskUuid, reason }) => {
      if (store.dlq.pendingOf(taskUuid) !== undefined) throw new Error(`The task ${taskUuid} has an open entry.`);
      return addDlqRecord(store, { task: task(taskUuid), reason }).uuid;
    },
    changeDlqEntry: (uuid, change) => {
      if (!changeDlqRecord({ store, record: dlqEntry(uuid), change, atMs: store.nowMs }))
        throw new Error(`The task of ${uuid} has another open entry.`);
    },
    setHealth: (component, state) => {
      store.health.set(component, state);
    },
    setBackpressure: (backpressure) => {
      store.backpressure = backpressure;
    },
  };
};

const submission = {
  initiator: 'simulated-operator',
  sourceSystem: 'sandbox-simulation',
  reason: 'Simulated submission',
  tags: ['simulated'],
};

const found = <Value>(value: Value | undefined, name: string): Value => {
  if (value === undefined) throw new Error(`The sandbox has no ${name}.`);
  return value;
};

const stateOf = (store: Store): JsonObject => ({
  tasks: store.newestFirst().map((task) => ({
    task_uuid: task.uuid,
    state: task.state,
    steps: task.steps.map((step) => ({
      step_uuid: step.uuid,
      state: step.state,
      attempts: step.attempts,
      results: step.results ?? null,
    })),
  })),
  dlq: store.dlq.newestFirst().map((record) => ({
    dlq_entry_uuid: record.uuid,
    resolution: record.resolution,
    notes: record.notes ?? null,
    resolved_by: record.resolvedBy ?? null,
    metadata: record.metadata ?? null,
  })),
});
