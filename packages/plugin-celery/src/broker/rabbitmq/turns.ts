import type { Cancellable } from '../broker.ts';
import { cancelled } from '../cancelled.ts';

/** Lets only one at a time do something under the same name. The others wait for their turn, or leave the line. */
export const createTurns = () => {
  const last = new Map<string, Promise<unknown>>();
  return <T>({ name, work, signal }: { readonly name: string; readonly work: () => Promise<T> } & Cancellable): Promise<T> => {
    const before = last.get(name) ?? Promise.resolve();
    const turn = comesAfter({ before, signal }).then(work);
    // Who leaves the line lets nobody pass those before.
    const done = Promise.allSettled([before, turn]).then(() => {
      if (last.get(name) === done) last.delete(name);
    });
    last.set(name, done);
    return turn;
  };
};

export type Turns = ReturnType<typeof createTurns>;

const comesAfter = async ({ before, signal }: { before: Promise<unknown> } & Cancellable): Promise<void> => {
  const { promise: left, reject } = Promise.withResolvers<never>();
  const leave = () => {
    if (signal !== undefined) reject(cancelled({ signal, effect: 'none' }));
  };
  signal?.addEventListener('abort', leave, { once: true });
  if (signal?.aborted === true) leave();
  try {
    await Promise.race([left, before]);
  } finally {
    signal?.removeEventListener('abort', leave);
  }
};
