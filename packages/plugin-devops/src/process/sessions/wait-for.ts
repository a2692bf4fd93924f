import type { Session } from './session.ts';

export interface Waited {
  /** The text appeared; false also when none was waited for. */
  readonly found: boolean;
  /** Where to read on: the line with the text, or the first line that was not looked at. */
  readonly cursor: number;
}

/** Waits until a text appears in the output, the process ends, or the time is over. Rejects when the caller leaves. */
export const waitFor = async ({
  session,
  text,
  cursor,
  timeoutMs,
  signal,
  onTick,
}: {
  session: Session;
  /** Part of one line; the process's end is waited for when absent. */
  text: string | undefined;
  /** The line from which on the text counts. */
  cursor: number;
  timeoutMs: number;
  signal: AbortSignal;
  /** Called every second, with the seconds so far. */
  onTick: (seconds: number) => void;
}): Promise<Waited> => {
  signal.throwIfAborted();
  const { output } = session;
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  const look = (line: { number: number; text: string } | undefined): void => {
    if (text === undefined) return;
    if (line !== undefined) return line.text.includes(text) ? resolve(line.number) : undefined;
    // What waits for an answer has no line end.
    if (output.unfinished().some((line) => line.text.includes(text))) resolve(output.lines);
  };
  const early = text === undefined ? undefined : output.find({ text, cursor });
  if (early !== undefined) return { found: true, cursor: early };
  const startedAt = performance.now();
  const stopListening = output.listen(look);
  const ticking = setInterval(() => onTick(Math.round((performance.now() - startedAt) / 1_000)), 1_000);
  const over = setTimeout(() => resolve(undefined), timeoutMs);
  const leave = () => reject(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  void session.ended.then(() => resolve(undefined));
  look(undefined);
  try {
    const number = await promise;
    return { found: number !== undefined, cursor: number ?? output.lines };
  } finally {
    stopListening();
    clearInterval(ticking);
    clearTimeout(over);
    signal.removeEventListener('abort', leave);
  }
};
