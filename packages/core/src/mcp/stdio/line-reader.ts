/** One line of input, or the news that a line was too long. */
export type Line = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'oversized'; readonly bytes: number };

const newline = 0x0a;

/** Cuts a byte stream into lines. It never holds more than one line of `maxBytes`: the rest of a longer one is dropped. */
export class LineReader {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #bytes = 0;

  constructor({ maxBytes }: { maxBytes: number }) {
    this.#maxBytes = maxBytes;
  }

  *push(chunk: Buffer): Generator<Line> {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      this.#keep(chunk.subarray(start, end));
      yield this.#take();
      start = end + 1;
    }
    this.#keep(chunk.subarray(start));
  }

  #keep(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#bytes > this.#maxBytes) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  /** A line mostly comes in one piece, which needs no copy. */
  #whole(): Buffer {
    const [first] = this.#parts;
    return first !== undefined && this.#parts.length === 1 ? first : Buffer.concat(this.#parts);
  }

  #take(): Line {
    const line: Line =
      this.#bytes > this.#maxBytes
        ? { kind: 'oversized', bytes: this.#bytes }
        : { kind: 'text', text: this.#whole().toString('utf8').trim() };
    this.#parts = [];
    this.#bytes = 0;
    return line;
  }
}
