import * as z from 'zod';

const marker = Symbol.for('lineclear.secret');

/** A value that prints, serialises and inspects as `[secret]`; only {@link Secret.reveal} yields it. */
export class Secret {
  readonly #value: string;
  readonly [marker] = true;

  constructor(value: string) {
    this.#value = value;
  }

  /** The clear text. Call it where the value goes onto the wire, nowhere else. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }

  static is(value: unknown): value is Secret {
    return typeof value === 'object' && value !== null && marker in value;
  }
}

/** A field of a profile or of an input whose text is never logged, stored, previewed or returned. */
export const secret = () =>
  z
    .string()
    .min(1)
    .meta({ format: 'password', writeOnly: true })
    .transform((text) => new Secret(text));
