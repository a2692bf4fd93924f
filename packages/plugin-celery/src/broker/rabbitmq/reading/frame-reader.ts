import { frameError } from './amqp-error.ts';

/** One frame; its payload lies in `bytes` from `start` to before `end`. The bytes stay as they are. */
export interface Frame {
  readonly type: number;
  readonly channel: number;
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** The kinds of frames: https://www.rabbitmq.com/resources/specs/amqp0-9-1.extended.xml */
export const frameType = { method: 1, header: 2, body: 3, heartbeat: 8 } as const;
export const frameEnd = 0xce;

// Type, channel and size stand before the payload, an end mark after it.
const prefixBytes = 7;
// What a frame is longer than its payload.
const frameOverheadBytes = prefixBytes + 1;

/** Splits what a connection receives into frames. Only frames that arrive in pieces are copied. */
export class FrameReader {
  /** The longest frame that is taken. */
  maxBytes: number;
  readonly #onFrame: (frame: Frame) => void;
  #begun: { bytes: Buffer; filled: number } | undefined;

  constructor({ maxBytes, onFrame }: { maxBytes: number; onFrame: (frame: Frame) => void }) {
    this.maxBytes = maxBytes;
    this.#onFrame = onFrame;
  }

  /** Hands over every frame that ends in this piece, in order. Throws FRAME_ERROR where there can be none. */
  push(piece: Buffer): void {
    let at = this.#complete(piece);
    while (piece.length - at >= prefixBytes) {
      const end = at + this.#lengthOf({ bytes: piece, at });
      if (end > piece.length) break;
      this.#hand({ bytes: piece, at, end });
      at = end;
    }
    if (at < piece.length) this.#begin(piece.subarray(at));
  }

  #begin(rest: Buffer): void {
    const length = rest.length < prefixBytes ? prefixBytes : this.#lengthOf({ bytes: rest, at: 0 });
    this.#begun = { bytes: Buffer.allocUnsafe(length), filled: 0 };
    this.#complete(rest);
  }

  /** Adds to the frame that has begun; yields how much of the piece belongs to it. */
  #complete(piece: Buffer): number {
    let used = 0;
    while (this.#begun !== undefined) {
      const { bytes, filled } = this.#begun;
      const copied = piece.copy(bytes, filled, used);
      used += copied;
      if (filled + copied < bytes.length) {
        this.#begun.filled += copied;
        return used;
      }
      this.#begun = undefined;
      if (bytes.length === prefixBytes) {
        const whole = Buffer.allocUnsafe(this.#lengthOf({ bytes, at: 0 }));
        this.#begun = { bytes: whole, filled: bytes.copy(whole) };
      } else {
        this.#hand({ bytes, at: 0, end: bytes.length });
      }
    }
    return used;
  }

  #lengthOf({ bytes, at }: { bytes: Buffer; at: number }): number {
    const length = bytes.readUInt32BE(at + 3) + frameOverheadBytes;
    if (length > this.maxBytes) throw frameError(`a frame of ${length} bytes, where ${this.maxBytes} are agreed on`);
    return length;
  }

  #hand({ bytes, at, end }: { bytes: Buffer; at: number; end: number }): void {
    if (bytes[end - 1] !== frameEnd) throw frameError('a frame without its end mark');
    const channel = bytes.readUInt16BE(at + 1);
    this.#onFrame({ type: bytes.readUInt8(at), channel, bytes, start: at + prefixBytes, end: end - 1 });
  }
}
