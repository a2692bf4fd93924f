import * as z from 'zod';
import { celery } from '../connection.ts';
import { changePools, poolChange, previewPools, reconcilePools } from '../fleet/change-pools.ts';
import { assertChosen } from '../fleet/select-workers.ts';
import { workerNames } from '../fleet/worker-names.ts';

export const workerPool = celery.write({
  name: 'worker_pool',
  title: 'Change worker pools',
  toolset: 'control',
  risk: 'reversible',
  description:
    'Grow or shrink the pool of Celery workers, until they restart. Use worker_list to see them; solo and threads pools refuse.',
  input: z.strictObject({
    by: z.int().min(-100).max(100).describe('Processes to add, such as 2 or -1'),
    workers: workerNames.optional().describe('Such as "celery@host"'),
    all: z.boolean().default(false).describe('true for every worker'),
  }),
  output: z.object({ workers: poolChange }),
  offered: {
    if: ({ control }) => control.includes('pool'),
    hint: 'Add pool to celery.control of the profile.',
  },
  preview: ({ input: { by, workers, all }, reader, profile, signal }) => {
    assertChosen({ workers, all });
    return previewPools({ by, names: workers, reader, profile: profile.name, signal });
  },
  execute: async ({ input: { by }, guard, writer, clock, signal }) => ({
    workers: await changePools({ by, sizes: guard.sizes, writer, clock, signal }),
  }),
  reconcile: ({ input: { by }, guard, reader, signal }) => reconcilePools({ by, sizes: guard.sizes, reader, signal }),
});
