import type { JsonObject } from '@lineclear/core/plugin';
import { idOf } from '../model/ids.ts';
import type { Step, Task, Template } from '../model/records.ts';

/** What distinguishes one task from another of the same template. */
export interface TaskSpec {
  readonly template: Template;
  /** Makes the uuid of the task and of its steps. */
  readonly number: number;
  readonly createdAtMs: number;
  readonly context?: JsonObject;
  readonly initiator?: string;
  readonly sourceSystem?: string;
  readonly reason?: string;
  readonly priority?: number;
  readonly tags?: readonly string[];
  readonly correlationId?: string;
  readonly parentCorrelationId?: string;
}

/** The uuid of the step at a position (from 0) of the task with this number. */
export const stepUuidOf = (number: number, position: number): string => idOf('step', number * 0x1_0000 + position);

/** A task in `pending` with all its steps, as the server makes it. */
export const createTask = ({
  template,
  number,
  createdAtMs,
  context = {},
  initiator = 'simulated-user',
  sourceSystem = 'sandbox-simulation',
  reason = 'Simulated history',
  priority = 0,
  tags = ['simulated'],
  correlationId = idOf('correlation', number),
  parentCorrelationId,
}: TaskSpec): Task => {
  const uuid = idOf('task', number);
  const byName = new Map<string, Step>();
  for (const [position, definition] of template.steps.entries()) {
    byName.set(definition.name, {
      uuid: stepUuidOf(number, position),
      taskUuid: uuid,
      definition,
      namedStepUuid: idOf('namedStep', position),
      parents: definition.dependsOn.flatMap((name) => byName.get(name) ?? []),
      createdAtMs,
      updatedAtMs: createdAtMs,
      state: 'pending',
      attempts: 0,
      retryable: definition.retryable,
      audits: [],
    });
  }
  return {
    uuid,
    template,
    createdAtMs,
    updatedAtMs: createdAtMs,
    state: 'pending',
    stateSinceMs: createdAtMs,
    context,
    initiator,
    sourceSystem,
    reason,
    priority,
    tags,
    correlationId,
    ...(parentCorrelationId !== undefined && { parentCorrelationId }),
    steps: [...byName.values()],
  };
};
