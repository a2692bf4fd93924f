import type { WireValue } from './wire-value.ts';

// Python's own limit for the digits of an integer; turning more into a BigInt takes time that grows with their square.
const maxDigits = 4300;
// Deeper values are nobody's result and would overflow the stack of those who walk them.
const maxDepth = 500;
// An integer that may not fit a double; digits after a point are none.
const longInteger = /(?<![.\d])\d{16,}/;
const number = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const space = /[ \t\n\r]*/y;
const words: readonly (readonly [text: string, value: WireValue])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
];

/** Parses JSON as Python writes it: `NaN`, infinities, integers of any size. Throws SyntaxError for anything else. */
export const parseJson = (text: string): WireValue => {
  const value = (longInteger.test(text) ? undefined : quickly(text)) ?? new Parser(text).parse();
  if (isDeeper({ value, than: maxDepth })) throw new SyntaxError(`JSON nested deeper than ${maxDepth} levels.`);
  return value;
};

const quickly = (text: string): WireValue | undefined => {
  try {
    const value: WireValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
};

const isDeeper = ({ value, than }: { value: WireValue; than: number }): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  return than === 0 || Object.values(value).some((inner) => isDeeper({ value: inner, than: than - 1 }));
};

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): WireValue {
    const value = this.#value(0);
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#unexpected();
    return value;
  }

  #value(depth: number): WireValue {
    if (depth > maxDepth) throw new SyntaxError(`JSON nested deeper than ${maxDepth} levels.`);
    this.#skipSpace();
    const first = this.#text[this.#at];
    if (first === '{') return this.#object(depth + 1);
    if (first === '[') return this.#list(depth + 1);
    if (first === '"') return this.#string();
    for (const [word, value] of words) {
      if (this.#text.startsWith(word, this.#at)) {
        this.#at += word.length;
        return value;
      }
    }
    return this.#number();
  }

  #object(depth: number): WireValue {
    const fields: [string, WireValue][] = [];
    this.#at += 1;
    for (let isFirst = true; !this.#took('}'); isFirst = false) {
      if (!isFirst) this.#take(',');
      this.#skipSpace();
      const key = this.#string();
      this.#take(':');
      fields.push([key, this.#value(depth)]);
    }
    // Makes own properties whatever their name, `__proto__` included.
    return Object.fromEntries(fields);
  }

  #list(depth: number): WireValue {
    const items: WireValue[] = [];
    this.#at += 1;
    for (let isFirst = true; !this.#took(']'); isFirst = false) {
      if (!isFirst) this.#take(',');
      items.push(this.#value(depth));
    }
    return items;
  }

  #string(): string {
    const start = this.#at;
    if (this.#text[start] !== '"') throw this.#unexpected();
    let end = this.#text.indexOf('"', start + 1);
    while (end !== -1 && isEscaped({ text: this.#text, at: end })) end = this.#text.indexOf('"', end + 1);
    if (end === -1) throw this.#unexpected();
    this.#at = end + 1;
    const value: string = JSON.parse(this.#text.slice(start, this.#at));
    return value;
  }

  #number(): number | bigint {
    number.lastIndex = this.#at;
    const match = number.exec(this.#text);
    if (match === null) throw this.#unexpected();
    const [digits, fraction, exponent] = match;
    this.#at += digits.length;
    const double = Number(digits);
    if (fraction !== undefined || exponent !== undefined || Number.isSafeInteger(double)) return double;
    if (digits.length > maxDigits) throw new SyntaxError(`An integer of more than ${maxDigits} digits.`);
    return BigInt(digits);
  }

  #skipSpace(): void {
    space.lastIndex = this.#at;
    space.test(this.#text);
    this.#at = space.lastIndex;
  }

  #took(character: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #take(character: string): void {
    if (!this.#took(character)) throw this.#unexpected();
  }

  #unexpected(): SyntaxError {
    return new SyntaxError(
      this.#at < this.#text.length ? `Unexpected JSON at position ${this.#at}.` : 'The JSON ends too early.',
    );
  }
}

const isEscaped = ({ text, at }: { text: string; at: number }): boolean => {
  let slashes = 0;
  while (text[at - 1 - slashes] === '\\') slashes += 1;
  return slashes % 2 === 1;
};
