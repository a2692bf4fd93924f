import type { Log } from '@lineclear/core/plugin';
import { exitCodes } from './exit-codes.ts';
import type { StopSignal, Surroundings } from './surroundings.ts';

/** A wish to stop that comes from outside. */
export interface Stopping {
  /** Resolves with the first signal. */
  readonly asked: Promise<StopSignal>;
  /** Ends listening for signals. */
  release(): void;
}

/** Listens for Ctrl-C and SIGTERM: the first asks to finish what runs, the second ends the process at once. */
export const listenForStop = ({
  surroundings,
  log,
}: {
  surroundings: Pick<Surroundings, 'onStopSignal' | 'exitNow'>;
  log: Log;
}): Stopping => {
  const { promise, resolve } = Promise.withResolvers<StopSignal>();
  let isAsked = false;
  const release = surroundings.onStopSignal((signal) => {
    if (isAsked) {
      surroundings.exitNow(exitCodes.interrupted);
      return;
    }
    isAsked = true;
    log.info({ signal }, 'stopping; once more ends at once');
    resolve(signal);
  });
  return { asked: promise, release };
};
