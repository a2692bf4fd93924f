import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { celery } from '../connection.ts';
import { disableEvents, enableEvents } from '../control/orders.ts';
import { obedience, toObedience } from '../fleet/obedience.ts';
import { selectWorkers } from '../fleet/select-workers.ts';
import { workerNames } from '../fleet/worker-names.ts';
import { coverageNotes } from '../workers/coverage-notes.ts';

export const workerEvents = celery.write({
  name: 'worker_events',
  title: 'Switch task events',
  toolset: 'control',
  risk: 'reversible',
  description: 'Turn the task events of Celery workers on or off, until they restart. Use it when task_log knows too little.',
  input: z.strictObject({
    enabled: z.boolean().describe('true to send events about tasks'),
    workers: workerNames.optional().describe('Such as "celery@host"; all when absent'),
  }),
  output: z.object({ enabled: z.boolean(), workers: obedience }),
  async preview({ input: { enabled, workers: names }, reader, profile, signal }) {
    const { workers, coverage, refusal } = await selectWorkers({ reader, names, signal });
    const whose = workers.length === 1 ? quoted(workers[0] ?? '') : `${workers.length} workers`;
    return {
      description: `Turn the task events of ${whose} ${enabled ? 'on' : 'off'} (${profile.name}).`,
      guard: { workers },
      changes: workers.map((worker) => `${quoted(worker)}: task events ${enabled ? 'on' : 'off'}`),
      warnings: [
        'A worker that restarts has what it was started with: -E, or worker_send_task_events.',
        ...(enabled ? [] : ['Monitors such as Flower lose sight of tasks as well.']),
        ...(names === undefined ? coverageNotes(coverage) : []),
      ],
      ...(refusal !== undefined && { refusal }),
    };
  },
  async execute({ input: { enabled }, guard: { workers }, writer, signal }) {
    const { timeoutMs } = writer.reader.question({ signal });
    const order = { broker: writer.broker, destination: workers, timeoutMs, signal };
    const answers = await (enabled ? enableEvents(order) : disableEvents(order));
    return { enabled, workers: toObedience({ workers, answers }) };
  },
});
