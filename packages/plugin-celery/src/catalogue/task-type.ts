import type { Assurance, JsonObject } from '@lineclear/core/plugin';

/** How urgent a task is, whatever the numbering of the broker. */
export type Priority = 'high' | 'normal' | 'low';

/** One kind of background task that may be started, as the catalogue describes it. */
export interface TaskType {
  /** What callers name: `metrics_computation`. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The task's name at the workers. */
  readonly taskName: string;
  /** The routes decide when absent. */
  readonly queue: string | undefined;
  readonly priority: Priority | undefined;
  readonly expectedDuration: { readonly text: string; readonly maxS: number | undefined } | undefined;
  /** What a start needs at least; `model` when the catalogue says nothing. */
  readonly approval: Assurance;
  /** The keyword argument that gets the approver's name; callers cannot fill it. */
  readonly approverParam: string | undefined;
  /** JSON Schema (2020-12) of the keyword arguments. */
  readonly params: JsonObject;
}

/** The task types of one profile. */
export interface Catalogue {
  readonly types: ReadonlyMap<string, TaskType>;
  /**
   * Fills in the schema's defaults and checks the arguments of a type. Throws `invalid_input` with `details.reason` `invalid_params`
   * and one line for each problem.
   */
  checkParams(call: { readonly type: TaskType; readonly params: JsonObject }): Promise<JsonObject>;
}
