import { idOf } from '../model/ids.ts';
import type { StepTemplate, Template } from '../model/records.ts';
import { minuteMs } from '../model/stamps.ts';
import { addDlqRecord } from '../world/dlq-moves.ts';
import type { Store } from '../world/store.ts';
import { missingColumn } from './failures.ts';
import { Story } from './story.ts';
import { dailyReport } from './templates.ts';

/** How much to add to a seed. */
export interface Volume {
  /** Steps of one more task, which is blocked by the failure of its last one. */
  readonly steps?: number;
  /** More entries of the dead-letter queue, a hundred for each task: one open, the others closed. */
  readonly dlqEntries?: number;
}

/** The task with very many steps. */
export const volumeTask = idOf('task', 0x900);

const firstDlqTask = 0x1_0000;
const entriesOfTask = 100;

export const seedVolume = (store: Store, { steps = 0, dlqEntries = 0 }: Volume): void => {
  if (steps > 0) seedWideTask(store, steps);
  for (let index = 0; index < dlqEntries; index += entriesOfTask) {
    seedEntries(store, { number: firstDlqTask + index / entriesOfTask, count: Math.min(entriesOfTask, dlqEntries - index) });
  }
};

const seedWideTask = (store: Store, count: number): void => {
  const story = new Story(store, { template: wideTemplate(count), number: 0x900, createdAtMs: store.nowMs - 30 * minuteMs });
  const last = story.task.steps.at(-1)?.definition.name ?? '';
  story
    .run(...story.task.steps.slice(0, -1).map(({ definition }) => definition.name))
    .fail(last, missingColumn)
    .ends('blocked_by_failures');
};

const wideTemplate = (count: number): Template => ({
  ...dailyReport,
  uuid: idOf('template', 0x900),
  name: 'wide_import',
  description: 'Simulated: one step for each file',
  steps: Array.from({ length: count }, (_, index): StepTemplate => {
    const [first] = dailyReport.steps;
    if (first === undefined) throw new Error('The template has no steps.');
    return {
      ...first,
      name: `import_file_${index}`,
      handler: `Imports.import_file_${index}`,
      // Ten at a time, each after the one ten before it.
      dependsOn: index < 10 ? [] : [`import_file_${index - 10}`],
      durationMs: 100,
    };
  }),
});

const seedEntries = (store: Store, { number, count }: { number: number; count: number }): void => {
  const createdAtMs = store.nowMs - (number - firstDlqTask + 200) * minuteMs;
  const task = new Story(store, { template: dailyReport, number, createdAtMs, context: { volume: number } })
    .run('extract_events')
    .fail('aggregate_metrics', missingColumn)
    .ends('error');
  for (let index = 0; index < count; index += 1) {
    const enteredAtMs = createdAtMs + (index + 1) * minuteMs;
    const record = addDlqRecord(store, {
      task,
      reason: 'StalenessTimeout',
      originalState: 'steps_in_process',
      timeInStateMinutes: 31,
      enteredAtMs,
    });
    if (index < count - 1) {
      record.resolution = 'ManuallyResolved';
      record.resolvedAtMs = enteredAtMs + minuteMs / 2;
    }
  }
};
