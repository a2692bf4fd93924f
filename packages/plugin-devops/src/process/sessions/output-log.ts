export type StreamName = 'stdout' | 'stderr';

/** One line, or a piece of a long one. `text` holds its line end; a piece that goes on has none. */
export interface OutputLine {
  readonly stream: StreamName;
  readonly text: string;
}

/** What a line costs beside its text. */
export const perLineBytes = 64;

export interface OutputPage {
  readonly lines: readonly OutputLine[];
  /** Where the next read goes on. */
  readonly cursor: number;
  /** Lines between the cursor that was asked for and the first one that is still kept. */
  readonly leftOut: number;
  readonly more: boolean;
}

/**
 * The newest lines of a process. Each has a number that never changes, so that any number of readers can each go on where they were.
 * At most about `maxBytes` are kept; the oldest lines go first.
 */
export class OutputLog {
  readonly #maxBytes: number;
  #lines: OutputLine[] = [];
  /** How many of `#lines` are dropped already: removing them one by one would move all the others each time. */
  #head = 0;
  #first = 0;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The number of the next line. */
  get end(): number {
    return this.#first + this.#lines.length - this.#head;
  }

  add(line: OutputLine): void {
    this.#lines.push(line);
    this.#bytes += weigh(line);
    while (this.#bytes > this.#maxBytes && this.#lines.length - this.#head > 1) this.#drop();
  }

  /** Lines from a cursor on; a negative one counts from the end. At least one line where there is one, then up to `maxCharacters`. */
  read({ cursor, maxCharacters }: { cursor: number; maxCharacters: number }): OutputPage {
    const from = cursor < 0 ? Math.max(this.#first, this.end + cursor) : Math.min(cursor, this.end);
    const start = Math.max(from, this.#first);
    const lines: OutputLine[] = [];
    let characters = 0;
    for (let at = this.#head + start - this.#first; at < this.#lines.length; at += 1) {
      const line = this.#lines[at];
      if (line === undefined) break;
      // Quotes and line ends count twice in an answer.
      characters += JSON.stringify(line.text).length;
      if (characters > maxCharacters && lines.length > 0) break;
      lines.push(line);
    }
    const next = start + lines.length;
    return { lines, cursor: next, leftOut: start - from, more: next < this.end };
  }

  /** The number of the first kept line from `cursor` on that holds the text. */
  find({ text, cursor }: { text: string; cursor: number }): number | undefined {
    const start = Math.max(0, cursor - this.#first);
    const at = this.#lines.findIndex((line, index) => index >= this.#head + start && line.text.includes(text));
    return at === -1 ? undefined : this.#first + at - this.#head;
  }

  #drop(): void {
    const line = this.#lines[this.#head];
    if (line !== undefined) this.#bytes -= weigh(line);
    // Its place goes later, its text at once: thousands of long lines would wait for that.
    this.#lines[this.#head] = dropped;
    this.#head += 1;
    this.#first += 1;
    if (this.#head < 4_096 || this.#head * 2 < this.#lines.length) return;
    this.#lines = this.#lines.slice(this.#head);
    this.#head = 0;
  }
}

const dropped: OutputLine = { stream: 'stdout', text: '' };

/** What a line costs in memory, about: many empty lines are not free. */
const weigh = ({ text }: OutputLine): number => text.length + perLineBytes;
