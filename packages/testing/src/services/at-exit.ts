const cleaners = new Set<() => void>();
let isListening = false;

/** Runs a synchronous cleaning when this process ends by itself, the newest first; returns how to take it back. One listener serves all of them. */
export const atExit = (clean: () => void): (() => void) => {
  if (!isListening) process.once('exit', cleanAll);
  isListening = true;
  cleaners.add(clean);
  return () => void cleaners.delete(clean);
};

const cleanAll = (): void => {
  for (const clean of [...cleaners].toReversed()) {
    try {
      clean();
    } catch {
      // A folder that cannot be removed is no reason to leave the next server running.
    }
  }
};
