const headEnd = '\r\n\r\n';
const lastChunk = '\r\n0\r\n\r\n';

/**
 * Finds the end of each response on a connection that carries one at a time. It parses no more than that takes, so that the load
 * generator costs little beside the server that it measures.
 */
export class ResponseReader {
  #text = '';
  /** The length of the whole response; unknown while only a part of its head is here, and when it comes in chunks. */
  #length: number | undefined;
  #isChunked = false;

  /** The whole response once its last byte is here. */
  push(chunk: Buffer): string | undefined {
    this.#text += chunk.toString('latin1');
    if (this.#length === undefined && !this.#isChunked) this.#readHead();
    if (!this.#isDone(chunk)) return undefined;
    const text = this.#text;
    this.#text = '';
    this.#length = undefined;
    this.#isChunked = false;
    return text;
  }

  #readHead(): void {
    const end = this.#text.indexOf(headEnd);
    if (end === -1) return;
    const length = /\r\ncontent-length: (\d+)/i.exec(this.#text)?.[1];
    if (length === undefined) this.#isChunked = true;
    else this.#length = end + headEnd.length + Number(length);
  }

  #isDone(chunk: Buffer): boolean {
    if (this.#length !== undefined) return this.#text.length >= this.#length;
    // Looking at the end of the whole text would copy a long one again and again.
    return (
      this.#isChunked &&
      (chunk.length < lastChunk.length ? this.#text : chunk.toString('latin1', chunk.length - lastChunk.length)).endsWith(
        lastChunk,
      )
    );
  }
}
