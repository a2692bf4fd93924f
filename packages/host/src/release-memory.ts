import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const afterMs = 1_000;

/**
 * Gives back the memory that only the start needed, a second later and off the main thread's way. Reading every tool fills the young
 * generation once; left alone, the runtime keeps its full size (16 MB) for a server that then mostly waits.
 */
export const releaseMemorySoon = (): void => {
  setTimeout(release, afterMs).unref();
};

// The runtime offers its collector to scripts by this flag only; contexts made before it stay without it.
const release = (): void => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  if (typeof collect === 'function') collect({ type: 'major', execution: 'async', flavor: 'last-resort' });
};
