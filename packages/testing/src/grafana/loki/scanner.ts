import { LokiRefusal } from './query.ts';

/** Reads the pieces of an expression one after another; says where it failed as the server does. */
export class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    this.#skipSpace();
    return this.#at >= this.#text.length;
  }

  /** Takes one of these when it comes next; the longest must stand first. */
  take<Token extends string>(...tokens: readonly Token[]): Token | undefined {
    this.#skipSpace();
    const found = tokens.find((token) => this.#text.startsWith(token, this.#at) && this.#endsWord(token));
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  expect<Token extends string>(...tokens: readonly Token[]): Token {
    return this.take(...tokens) ?? this.fail();
  }

  /** A name of a label or a function. */
  name(): string {
    return this.#match(/[A-Za-z_][A-Za-z0-9_]*/y) ?? this.fail();
  }

  /** A number, or a duration such as `1m30s`. */
  quantity(): string | undefined {
    return this.#match(/\d+(\.\d+)?(ns|us|µs|ms|[smhdwy])?(\d+(\.\d+)?(ns|us|µs|ms|[smhdwy]))*/y);
  }

  /** Text in double quotes or backticks. */
  string(): string {
    const raw = this.#match(/`[^`]*`/y);
    if (raw !== undefined) return raw.slice(1, -1);
    const quoted = this.#match(/"(?:[^"\\\n]|\\.)*"/y);
    if (quoted === undefined) return this.fail();
    return quoted.slice(1, -1).replaceAll(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter);
  }

  fail(): never {
    this.#skipSpace();
    const [word = '$end'] = /^([A-Za-z_][A-Za-z0-9_]*|\S)/.exec(this.#text.slice(this.#at)) ?? [];
    const unexpected = word === '$end' ? '$end' : /^\w/.test(word) ? 'IDENTIFIER' : word;
    throw new LokiRefusal(400, `parse error at line 1, col ${this.#at + 1}: syntax error: unexpected ${unexpected}`);
  }

  #match(pattern: RegExp): string | undefined {
    this.#skipSpace();
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  // `sum` is not the beginning of `summary`.
  #endsWord(token: string): boolean {
    return !/\w$/.test(token) || !/^\w/.test(this.#text.slice(this.#at + token.length));
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
