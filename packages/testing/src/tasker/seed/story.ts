import type { JsonValue } from '@lineclear/core/plugin';
import type { StepFailure } from '../model/execution.ts';
import type { Step, Task } from '../model/records.ts';
import { secondMs } from '../model/stamps.ts';
import type { TaskState } from '../model/states.ts';
import type { TaskSpec } from '../world/create-task.ts';
import { createTask } from '../world/create-task.ts';
import { failStep, finishStep, handInResult, setStepState, startStep } from '../world/step-moves.ts';
import type { Store } from '../world/store.ts';
import { setTaskState } from '../world/task-moves.ts';

const queuedMs = 400;
const takenOverMs = 150;
const betweenTriesMs = 30 * secondMs;

/** Plays the past of one task, step by step, at the times that the steps' durations give. */
export class Story {
  readonly task: Task;
  readonly #store: Store;
  /** How much longer or shorter than usual every step takes. */
  readonly #factor: number;

  constructor(store: Store, spec: TaskSpec, { factor = 1 }: { factor?: number } = {}) {
    this.task = createTask(spec);
    this.#store = store;
    this.#factor = factor;
    store.add(this.task);
  }

  /** These steps, or all of them, run and finish. */
  run(...names: readonly string[]): this {
    const steps = names.length === 0 ? this.task.steps : names.map((name) => this.step(name));
    for (const step of steps) {
      const startedAtMs = this.#start(step);
      const endedAtMs = startedAtMs + step.definition.durationMs * this.#factor;
      handInResult({ step, atMs: endedAtMs, result: step.definition.result, ids: this.#store.ids });
      finishStep({ step, atMs: endedAtMs + takenOverMs });
    }
    return this;
  }

  /** A worker fails the step, once for each failure. */
  fail(name: string, ...failures: readonly StepFailure[]): this {
    const step = this.step(name);
    for (const failure of failures) {
      const startedAtMs = this.#start(step);
      failStep({ step, atMs: startedAtMs + step.definition.durationMs * this.#factor, failure, ids: this.#store.ids });
    }
    return this;
  }

  /** A worker took the step; without a time it is gone and never answers. */
  hold(name: string, { untilMs }: { untilMs?: number } = {}): this {
    const step = this.step(name);
    this.#start(step);
    if (untilMs !== undefined) step.movesAtMs = untilMs;
    return this;
  }

  /** The orchestrator asks for a pause before the next try. */
  backOff(name: string, seconds: number): this {
    this.step(name).backoffS = seconds;
    return this;
  }

  /** Somebody set the step to a state by hand. */
  set(name: string, state: Step['state'], { atMs, results }: { atMs: number; results?: JsonValue }): this {
    const step = this.step(name);
    setStepState({ step, state, atMs });
    if (results !== undefined) step.results = results;
    if (state === 'resolved_manually') step.completedAtMs = atMs;
    return this;
  }

  /** The task has been in this state since then; when its last step moved, if no time is given. */
  ends(state: TaskState, { atMs = this.#lastMs() }: { atMs?: number } = {}): Task {
    setTaskState({ task: this.task, state, atMs });
    return this.task;
  }

  step(name: string): Step {
    const found = this.task.steps.find(({ definition }) => definition.name === name);
    if (found === undefined) throw new Error(`${this.task.template.name} has no step ${name}`);
    return found;
  }

  #start(step: Step): number {
    const readyAtMs = Math.max(this.task.createdAtMs, ...step.parents.map(({ updatedAtMs }) => updatedAtMs));
    const atMs = step.attempts === 0 ? readyAtMs + queuedMs : step.updatedAtMs + betweenTriesMs;
    startStep({ step, atMs });
    return atMs;
  }

  #lastMs(): number {
    return Math.max(...this.task.steps.map(({ updatedAtMs }) => updatedAtMs));
  }
}
