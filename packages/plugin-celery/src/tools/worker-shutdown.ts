import * as z from 'zod';
import { celery } from '../connection.ts';
import { assertChosen } from '../fleet/select-workers.ts';
import { departure, previewShutdown, shutDown, whoIsGone } from '../fleet/shut-down.ts';
import { workerNames } from '../fleet/worker-names.ts';

export const workerShutdown = celery.write({
  name: 'worker_shutdown',
  title: 'Shut workers down',
  toolset: 'control',
  risk: 'destructive',
  description:
    'Shut Celery workers down once their running tasks are done; nothing here starts them again. Use worker_pool to shrink them.',
  input: z.strictObject({
    workers: workerNames.optional().describe('Such as "celery@host"'),
    all: z.boolean().default(false).describe('true for every worker'),
  }),
  output: z.object({ workers: departure }),
  offered: {
    if: ({ control }) => control.includes('shutdown'),
    hint: 'Add shutdown to celery.control of the profile.',
  },
  preview: ({ input: { workers, all }, reader, profile, signal }) => {
    assertChosen({ workers, all });
    return previewShutdown({ names: workers, reader, profile: profile.name, signal });
  },
  execute: async ({ guard: { workers }, writer, clock, signal }) => ({
    workers: await shutDown({ workers, writer, clock, signal }),
  }),
  reconcile: async ({ guard: { workers }, reader, signal }) => {
    const rows = await whoIsGone({ workers, reader, signal });
    return rows.every(({ outcome }) => outcome === 'gone') ? { result: { workers: rows } } : 'unknown';
  },
});
