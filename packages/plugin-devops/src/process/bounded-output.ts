/** What is shown of one stream: its beginning and its end as text, or that it is binary. */
export interface ShownOutput {
  readonly text: string;
  /** All bytes that came. */
  readonly bytes: number;
  readonly leftOutBytes: number;
  readonly binary: boolean;
}

/** Keeps the beginning and the end of a stream, and counts the rest: memory stays below twice `limitBytes` whatever comes. */
export class BoundedOutput {
  readonly #half: number;
  readonly #head: Buffer[] = [];
  readonly #tail: Buffer[] = [];
  #headBytes = 0;
  #tailBytes = 0;
  #bytes = 0;

  constructor(limitBytes: number) {
    this.#half = Math.floor(limitBytes / 2);
  }

  /** Bytes in memory. */
  get heldBytes(): number {
    return this.#headBytes + this.#tailBytes;
  }

  add(chunk: Buffer): void {
    this.#bytes += chunk.length;
    const forHead = chunk.subarray(0, this.#half - this.#headBytes);
    // Copies: a slice keeps the whole chunk in memory.
    if (forHead.length > 0) this.#head.push(Buffer.from(forHead));
    this.#headBytes += forHead.length;
    const rest = chunk.subarray(forHead.length).subarray(-this.#half);
    if (rest.length === 0) return;
    this.#tail.push(Buffer.from(rest));
    this.#tailBytes += rest.length;
    // The oldest chunk goes only when the others fill the end by themselves; chunks are at most half of the limit long.
    for (let oldest = this.#tail[0]; oldest !== undefined; oldest = this.#tail[0]) {
      if (this.#tailBytes - oldest.length < this.#half) break;
      this.#tail.shift();
      this.#tailBytes -= oldest.length;
    }
  }

  /** The beginning and the end as text; no character is cut in two. */
  text(): { readonly text: string; readonly leftOutBytes: number } {
    const { head, tail } = this.#kept();
    if (this.#bytes === head.length + tail.length && tail.length <= this.#half) {
      return { text: Buffer.concat([head, tail]).toString('utf8'), leftOutBytes: 0 };
    }
    const first = head.subarray(0, wholeCharacters(head));
    const end = tail.subarray(-this.#half);
    const begin = end.findIndex((byte) => !isContinuation(byte));
    const last = end.subarray(Math.max(0, begin));
    const leftOutBytes = this.#bytes - first.length - last.length;
    return { text: `${first.toString('utf8')}\n[… ${leftOutBytes} bytes left out …]\n${last.toString('utf8')}`, leftOutBytes };
  }

  /** The same, and nothing of what is no text. */
  show(): ShownOutput {
    const { head, tail } = this.#kept();
    const bytes = this.#bytes;
    if (isBinary(head) || isBinary(tail)) return { text: '', bytes, leftOutBytes: bytes, binary: true };
    return { ...this.text(), bytes, binary: false };
  }

  #kept(): { readonly head: Buffer; readonly tail: Buffer } {
    return { head: Buffer.concat(this.#head), tail: Buffer.concat(this.#tail) };
  }
}

// Texts have no NUL, in any encoding that a terminal of today shows.
const isBinary = (bytes: Buffer): boolean => bytes.includes(0);

const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80;

/** The length without a character that is cut at the end. */
const wholeCharacters = (bytes: Buffer): number => {
  let at = bytes.length - 1;
  while (at > 0 && bytes.length - at < 4 && isContinuation(bytes[at] ?? 0)) at -= 1;
  const lead = bytes[at] ?? 0;
  const needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return at + needed > bytes.length ? at : bytes.length;
};
