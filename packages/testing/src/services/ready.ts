import type { ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServicePlace } from './start-service.ts';

/** How a service shows that it can be used. */
export type Ready =
  /** Something accepts connections on the port. */
  | { readonly kind: 'tcp' }
  /** A GET of this path on the port answers 2xx. */
  | { readonly kind: 'http'; readonly path: string }
  /** It printed a matching line. */
  | { readonly kind: 'line'; readonly pattern: RegExp }
  /** A check of one's own; it may throw until then. */
  | { readonly kind: 'check'; readonly check: (place: ServicePlace) => Promise<boolean> };

/** Resolves when the service is ready; rejects when it ends before, or is not ready in time. */
export const waitUntilReady = async ({
  ready,
  place,
  child,
  log,
  readyMs,
}: {
  ready: Ready;
  place: ServicePlace;
  child: ChildProcess;
  log: () => string;
  readyMs: number;
}): Promise<void> => {
  const exit = { said: undefined as string | undefined };
  child.once('exit', (code, signal) => (exit.said = `It ended with ${signal ?? `code ${code}`}.`));
  child.once('error', (error) => (exit.said = error.message));
  const deadline = performance.now() + readyMs;
  for (;;) {
    if (exit.said !== undefined) throw new Error(exit.said);
    if (await isReady({ ready, place, log })) return;
    if (performance.now() > deadline) throw new Error(`It was not ready within ${readyMs} ms.`);
    await sleep(50);
  }
};

const isReady = async ({ ready, place, log }: { ready: Ready; place: ServicePlace; log: () => string }): Promise<boolean> => {
  switch (ready.kind) {
    case 'tcp':
      return accepts(place.port);
    case 'line':
      return ready.pattern.test(log());
    case 'http':
      return fetch(`http://127.0.0.1:${place.port}${ready.path}`, { signal: AbortSignal.timeout(2_000) }).then(
        (response) => response.ok,
        () => false,
      );
    case 'check':
      return ready.check(place).catch(() => false);
  }
};

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const finish = (isOpen: boolean) => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
