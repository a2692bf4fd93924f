import { LineclearError } from '@lineclear/core/plugin';
import { cancelled } from '../cancelled.ts';

/**
 * Waits for work that another machine may never finish: rejects with `cancelled` when the caller leaves, and with `timeout` after
 * `timeoutMs`; both have `effect: 'none'` only when the work was not begun. The work itself goes on; whoever started it must not need its end.
 */
export const within = async <T>({
  work,
  timeoutMs,
  signal,
}: {
  readonly work: () => Promise<T>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}): Promise<T> => {
  if (signal?.aborted === true) throw cancelled({ signal, effect: 'none' });
  const { promise: givenUp, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new LineclearError('timeout', `RabbitMQ did not answer within ${timeoutMs} ms.`)),
    timeoutMs,
  );
  const leave = () => {
    if (signal !== undefined) reject(cancelled({ signal, effect: 'unknown' }));
  };
  signal?.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([work(), givenUp]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', leave);
  }
};
