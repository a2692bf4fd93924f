import { AmqpError } from './amqp-error.ts';

/** Reads the primitives of AMQP one after another. Throws SYNTAX_ERROR at the end of what it may read. */
export class FieldReader {
  readonly bytes: Buffer;
  readonly #end: number;
  #at: number;

  constructor({ bytes, start, end }: { bytes: Buffer; start: number; end: number }) {
    this.bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#end;
  }

  octet(): number {
    return this.bytes.readUInt8(this.skip(1));
  }

  short(): number {
    return this.bytes.readUInt16BE(this.skip(2));
  }

  long(): number {
    return this.bytes.readUInt32BE(this.skip(4));
  }

  /** Exact up to 2^53, which no tag, count or size reaches. */
  longLong(): number {
    return this.long() * 2 ** 32 + this.long();
  }

  shortText(): string {
    return this.#text(this.octet());
  }

  longText(): string {
    return this.#text(this.long());
  }

  /** Goes past a short text and says whether it is this one. */
  isShortText(expected: Buffer): boolean {
    const length = this.octet();
    const start = this.skip(length);
    if (length !== expected.length) return false;
    for (let index = 0; index < length; index += 1) if (this.bytes[start + index] !== expected[index]) return false;
    return true;
  }

  /** What comes after its own length, as a table does; this reader goes on behind it. */
  nested(): FieldReader {
    const length = this.long();
    const start = this.skip(length);
    return new FieldReader({ bytes: this.bytes, start, end: start + length });
  }

  /** Goes so many bytes on and yields where they began. */
  skip(count: number): number {
    const start = this.#at;
    if (start + count > this.#end) throw syntaxError('a field ends too early');
    this.#at = start + count;
    return start;
  }

  #text(length: number): string {
    const start = this.skip(length);
    return this.bytes.toString('utf8', start, start + length);
  }
}

export const syntaxError = (message: string): AmqpError => new AmqpError({ ends: 'connection', code: 'SYNTAX_ERROR', message });
