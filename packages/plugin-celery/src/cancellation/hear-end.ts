import type { TaskResult } from '../results/results.ts';
import type { Ask } from './look.ts';

export interface EndHearing {
  /** The first end that was told since; undefined while there is none. */
  readonly end: () => TaskResult | undefined;
  readonly stop: () => void;
}

/**
 * Listens for the end of a task as it tells it itself. Resolves once nothing is missed any more, or nothing can be heard. Needed where a
 * task is asked to end: its worker records REVOKED in the same moment, and whichever record comes first is overwritten by the other.
 */
export const hearEnd = async ({
  ask: { reader, taskId, signal },
  timeoutMs,
}: {
  ask: Pick<Ask, 'taskId' | 'signal'> & { readonly reader: Pick<Ask['reader'], 'results'> };
  timeoutMs: number;
}): Promise<EndHearing> => {
  const leaving = new AbortController();
  const { promise: isReady, resolve: onListening } = Promise.withResolvers<void>();
  let end: TaskResult | undefined;
  const hearing = async (): Promise<void> => {
    const query = { taskId, timeoutMs, signal: AbortSignal.any([signal, leaving.signal]), onListening };
    const result = await reader.results.wait(query);
    if (result?.isFinal === true) end = result;
  };
  // Who cannot listen is left with what is stored.
  void hearing()
    .catch(() => undefined)
    .finally(onListening);
  await isReady;
  return { end: () => end, stop: () => leaving.abort() };
};
