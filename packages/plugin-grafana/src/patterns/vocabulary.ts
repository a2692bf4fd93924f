import { wildcard } from './parameters.ts';
import { keyOf } from './plain-tokens.ts';

/** Tokens as numbers, so that lines are compared by number. */
export class Vocabulary {
  readonly #numbers = new Map<string, number>();
  readonly #tokens: string[] = [];
  readonly #general: number[] = [];
  readonly #isValue: boolean[] = [];

  numberOf(token: string): number {
    const known = this.#numbers.get(token);
    if (known !== undefined) return known;
    const number = this.#tokens.length;
    this.#numbers.set(token, number);
    this.#tokens.push(token);
    this.#isValue.push(token.includes(wildcard) && !letter.test(token.replaceAll(wildcard, '')));
    this.#general.push(number);
    const key = keyOf(token);
    const general = key === undefined ? wildcard : `${key}=${wildcard}`;
    if (general !== token) this.#general[number] = this.numberOf(general);
    return number;
  }

  tokenOf(number: number): string {
    return this.#tokens[number] ?? wildcard;
  }

  /** What stands for a token where it is a parameter: `<_>`, or `name=<_>` for a field. */
  generalOf(number: number): number {
    return this.#general[number] ?? number;
  }

  /** Whether nothing but a masked value is in it; such tokens do not make lines alike. */
  isValue(number: number): boolean {
    return this.#isValue[number] ?? false;
  }
}

const letter = /\p{L}/u;
