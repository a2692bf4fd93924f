/** Splits what a command prints: what a login shell printed first, the one line of our script, and the output of the program. */
export class Preamble {
  #before: Buffer = Buffer.alloc(0);
  #said: string | undefined;
  #isOver = false;

  /** The line of our script, without its mark; `undefined` while it has not come. */
  get said(): string | undefined {
    return this.#said;
  }

  /** The process group of a program that was started. */
  get processGroup(): number | undefined {
    const [, pid] = /^started (\d+)$/.exec(this.#said ?? '') ?? [];
    return pid === undefined ? undefined : Number(pid);
  }

  /** What of a chunk belongs to the output of the program. */
  take(chunk: Buffer): Buffer {
    if (this.#isOver) return chunk;
    this.#before = Buffer.concat([this.#before, chunk]);
    const begin = this.#before.indexOf(mark);
    const end = begin === -1 ? -1 : this.#before.indexOf(0x0a, begin);
    if (end === -1) {
      // A shell that talks without an end is none that starts our script.
      if (this.#before.length > longestBytes) this.#before = this.#before.subarray(-longestBytes);
      return empty;
    }
    this.#isOver = true;
    this.#said = this.#before.subarray(begin + mark.length, end).toString('utf8');
    const output = Buffer.from(this.#before.subarray(end + 1));
    this.#before = empty;
    return output;
  }
}

const empty = Buffer.alloc(0);
const mark = Buffer.from('\u001elineclear ');
const longestBytes = 64 << 10;
