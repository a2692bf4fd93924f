import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { Answers } from '../control/inspect.ts';
import { oneLine } from '../text/one-line.ts';

/** What each worker made of an order. */
export const obedience = z.array(
  z.object({
    worker: z.string(),
    outcome: z.enum(['done', 'refused', 'silent']).describe('silent: it may have obeyed, or still will.'),
    said: z.string().nullable().describe("The worker's own words."),
  }),
);
export type Obedience = z.output<typeof obedience>;

/**
 * Tells for each worker what became of an order. Throws when none obeyed: without effect where all refused, with an unknown one where some
 * were silent.
 */
export const toObedience = ({
  workers,
  answers: { answers, refused },
}: {
  workers: readonly string[];
  answers: Pick<Answers<string>, 'answers' | 'refused'>;
}): Obedience => {
  const rows = workers.map((worker): Obedience[number] => {
    const consent = answers.get(worker);
    const refusal = refused.get(worker);
    const outcome = consent !== undefined ? 'done' : refusal !== undefined ? 'refused' : 'silent';
    const said = consent ?? refusal;
    return { worker, outcome, said: said === undefined ? null : oneLine({ text: said, characters: 200 }) };
  });
  if (rows.some(({ outcome }) => outcome === 'done')) return rows;
  const isRefused = rows.every(({ outcome }) => outcome === 'refused');
  throw new LineclearError(
    isRefused ? 'unsupported' : 'timeout',
    isRefused ? 'No worker obeyed: all of them refused.' : 'No worker obeyed, and some did not answer.',
    {
      hint: isRefused ? 'Read what they said in details.' : 'Look at the workers with worker_list before doing it again.',
      details: { reason: isRefused ? 'refused' : 'worker_silent', workers: rows },
      effect: isRefused ? 'none' : 'unknown',
    },
  );
};
