import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { celery } from '../connection.ts';
import { quotedList } from '../text/quoted-list.ts';
import { isWhole, coverage as coverageShape } from '../workers/coverage.ts';
import { coverageNotes } from '../workers/coverage-notes.ts';
import { readWorkers } from '../workers/read-workers.ts';
import { workerRow } from '../workers/worker-row.ts';

export const workerList = celery.read({
  name: 'worker_list',
  title: 'Celery workers',
  toolset: 'workers',
  description:
    'List Celery workers with their pool, load, queues and heartbeats, silent and vanished ones too. Use celery_diagnose for why tasks do not run.',
  input: z.strictObject({
    worker: z.string().min(1).max(255).optional().describe('Only this one, with its registered tasks, such as "celery@host".'),
  }),
  output: z.object({
    workers: z.array(workerRow),
    gone: z.array(z.string()).describe('Remembered by the broker, not connected any more.'),
    connected: coverageShape,
    complete: z.boolean().describe('True when every connected worker answered.'),
    notes: z.array(z.string()),
  }),
  run: async ({ input: { worker: wanted }, reader, signal, clock }) => {
    const { workers, gone, coverage } = await readWorkers({ reader, detailsOf: wanted, nowMs: clock.now(), signal });
    const rows = wanted === undefined ? workers : workers.filter(({ name }) => name === wanted);
    if (wanted !== undefined && rows.length === 0 && !gone.includes(wanted)) {
      throw new LineclearError('not_found', 'No worker of this name is connected, and the broker remembers none.', {
        hint: workers.length === 0 ? 'No worker answered.' : `Known: ${quotedList(workers.map(({ name }) => name))}.`,
        details: { reason: 'worker_unknown', ...coverage },
      });
    }
    return {
      workers: [...rows],
      gone: gone.filter((name) => wanted === undefined || name === wanted),
      connected: coverage,
      complete: isWhole(coverage),
      notes: [...coverageNotes(coverage)],
    };
  },
});
