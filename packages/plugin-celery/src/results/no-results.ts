import { LineclearError } from '@lineclear/core/plugin';
import type { ResultPort } from './results.ts';

/** For workers that keep no results, or keep them where only Python can read them. Every read finds nothing. */
export const noResults = (): ResultPort => ({
  kind: 'none',
  read: () => Promise.resolve(undefined),
  readMany: ({ taskIds }) => Promise.resolve(taskIds.map(() => ({ kind: 'absent' }) as const)),
  wait: () => Promise.reject(unsupported('waited for')),
  replyTo: () => Promise.resolve(undefined),
  prepareChord: () => Promise.reject(unsupported('gathered for a chord')),
  close: () => Promise.resolve(),
});

const unsupported = (what: string): LineclearError =>
  new LineclearError('unsupported', `Results cannot be ${what}: this profile has no result backend.`, {
    hint: 'Configure result_backend, or follow the task with get_task_status and task_log.',
    details: { reason: 'no_result_backend' },
  });
