import vm from 'node:vm';

/**
 * Runs synchronous work, and gives up after so many milliseconds or when the stack is full: yields `undefined` then. Some patterns take
 * years for a text of fifty signs that somebody chose; nothing but an interrupt keeps such a one from stopping the whole server.
 */
export const withinBounds = <Value>({
  longestMs,
  run,
}: {
  longestMs: number;
  run: () => Value;
}): { readonly value: Value } | undefined => {
  let done: { readonly value: Value } | undefined;
  const room = vm.createContext({ run: () => void (done = { value: run() }) });
  try {
    script.runInContext(room, { timeout: longestMs });
  } catch (error) {
    if (!isTimeout(error) && !(error instanceof RangeError)) throw error;
  }
  return done;
};

const script = new vm.Script('run()');

// The error belongs to the room, whose Error is another one.
const isTimeout = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
