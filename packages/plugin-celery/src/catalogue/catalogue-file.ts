import type { JsonObject } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { TaskType } from './task-type.ts';

const noParams: JsonObject = { type: 'object', additionalProperties: false, properties: {} };

const entry = z.strictObject({
  title: z.string().min(1).max(100).optional(),
  description: z.string().min(1).max(500).optional(),
  task: z.string().min(1).max(255),
  queue: z.string().min(1).max(255).optional(),
  priority: z.enum(['high', 'normal', 'low']).optional(),
  expected_duration: z.string().min(1).max(60).optional(),
  approval: z.enum(['model', 'client', 'human']).default('model'),
  approver_param: z.string().min(1).max(255).optional(),
  params: z.record(z.string(), z.json()).default(noParams),
});

/** The file that a profile's `catalogue` names. */
export const catalogueFile = z.strictObject({
  task_types: z.record(z.string().regex(/^[A-Za-z0-9_.-]{1,100}$/), entry),
});

export type CatalogueFile = z.output<typeof catalogueFile>;

export const toTaskType = ({ id, entry: given }: { id: string; entry: z.output<typeof entry> }): TaskType => ({
  id,
  title: given.title ?? id,
  description: given.description ?? '',
  taskName: given.task,
  queue: given.queue,
  priority: given.priority,
  expectedDuration: given.expected_duration === undefined ? undefined : toDuration(given.expected_duration),
  approval: given.approval,
  approverParam: given.approver_param,
  params: given.params,
});

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 };

/** `2-5 minutes`, `30 seconds`, `90s`: the longest of it in seconds, undefined for other words. */
const toDuration = (text: string): TaskType['expectedDuration'] => {
  const found = /(\d+(?:\.\d+)?)\s*(s|sec|seconds?|m|min|minutes?|h|hours?)$/i.exec(text.trim());
  const unit = seconds[found?.[2]?.[0]?.toLowerCase() ?? ''];
  return { text, maxS: found === null || unit === undefined ? undefined : Math.ceil(Number(found[1]) * unit) };
};
