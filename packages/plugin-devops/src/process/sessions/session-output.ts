import { createLineStream } from './line-stream.ts';
import type { LineStream } from './line-stream.ts';
import { OutputLog, perLineBytes } from './output-log.ts';
import type { OutputLine, OutputPage, StreamName } from './output-log.ts';

/** Hears of every line when it is added, with its number, and of nothing when only an unfinished line grew. */
export type OutputListener = (line: { number: number; text: string } | undefined) => void;

const streamNames = ['stdout', 'stderr'] as const;

/** Everything that a process prints, as lines; read by cursor and heard by those who wait. */
export class SessionOutput {
  readonly #log: OutputLog;
  readonly #streams: Readonly<Record<StreamName, LineStream>> = { stdout: createLineStream(), stderr: createLineStream() };
  readonly #listeners = new Set<OutputListener>();

  constructor({ maxBytes }: { maxBytes: number }) {
    this.#log = new OutputLog(maxBytes);
  }

  /** How many lines there were so far. */
  get lines(): number {
    return this.#log.end;
  }

  /** Yields what it cost to take in: bytes, and more for each line. */
  add({ stream, chunk }: { stream: StreamName; chunk: Buffer }): number {
    const lines = this.#streams[stream].add(chunk);
    this.#keep({ stream, lines });
    return chunk.length + lines.length * perLineBytes;
  }

  /** No more output comes: what is left without a line end is a line too. */
  end(): void {
    for (const stream of streamNames) this.#keep({ stream, lines: this.#streams[stream].end() });
  }

  read(request: Parameters<OutputLog['read']>[0]): OutputPage {
    return this.#log.read(request);
  }

  find(request: Parameters<OutputLog['find']>[0]): number | undefined {
    return this.#log.find(request);
  }

  /** The lines that are being written: a prompt, or a bar that moves. */
  unfinished(): readonly OutputLine[] {
    return streamNames.flatMap((stream) => {
      const text = this.#streams[stream].unfinished();
      return text === '' ? [] : [{ stream, text }];
    });
  }

  /** Yields the function that ends it. */
  listen(listener: OutputListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #keep({ stream, lines }: { stream: StreamName; lines: readonly string[] }): void {
    for (const text of lines) {
      const number = this.#log.end;
      this.#log.add({ stream, text });
      for (const listener of this.#listeners) listener({ number, text });
    }
    for (const listener of this.#listeners) listener(undefined);
  }
}
