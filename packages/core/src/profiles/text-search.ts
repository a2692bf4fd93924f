import type { Form } from './secret-forms.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds any of many texts in one pass, in sublinear time where nothing is found: the last characters of a window as long as the
 * shortest text say how far the next text can be at the earliest (the Wu-Manber algorithm).
 */
export class TextSearch {
  readonly #forms = new Map<string, Form>();
  readonly #skips = new Uint8Array(hashes);
  readonly #buckets = new Map<number, Form[]>();
  #window = widestWindow;

  constructor() {
    this.#skips.fill(farthest(this.#window));
  }

  /** Texts need at least 4 characters. */
  add(forms: readonly Form[]): void {
    const added = forms.filter(({ text }) => !this.#forms.has(text));
    for (const form of added) this.#forms.set(form.text, form);
    const shortest = Math.min(...added.map(({ text }) => text.length));
    if (shortest >= this.#window) return this.#enter(added);
    // A narrower window changes every distance.
    this.#window = shortest;
    this.#skips.fill(farthest(shortest));
    this.#buckets.clear();
    this.#enter([...this.#forms.values()]);
  }

  /** Where texts were found, in order; overlapping ones as one span. */
  find(text: string): readonly Span[] {
    const skips = this.#skips;
    const length = text.length;
    const spans: Span[] = [];
    let at = this.#window - 1;
    while (at < length) {
      const hash = hashAt(text, at);
      const skip = skips[hash] ?? 0;
      if (skip !== 0) {
        at += skip;
        continue;
      }
      const start = at - this.#window + 1;
      const end = this.#longestAt({ text, start, hash });
      if (end !== -1) join({ spans, start, end });
      at += 1;
    }
    return spans;
  }

  #enter(forms: readonly Form[]): void {
    for (const form of forms) {
      for (let at = block - 1; at < this.#window; at++) {
        const hash = hashAt(form.text, at);
        this.#skips[hash] = Math.min(this.#skips[hash] ?? 0, this.#window - 1 - at);
      }
      const last = hashAt(form.text, this.#window - 1);
      const bucket = this.#buckets.get(last);
      if (bucket === undefined) this.#buckets.set(last, [form]);
      else bucket.push(form);
    }
  }

  #longestAt({ text, start, hash }: { text: string; start: number; hash: number }): number {
    let longest = -1;
    for (const form of this.#buckets.get(hash) ?? []) {
      if (!text.startsWith(form.text, start)) continue;
      const end = start + form.text.length;
      longest = Math.max(longest, form.openEnd && isBase64(text.charAt(end)) ? end + 1 : end);
    }
    return longest;
  }
}

const block = 3;
const widestWindow = 32;
const hashes = 1 << 15;

/** How far a window may move on when its last characters occur in no text. */
const farthest = (window: number): number => window - block + 1;

const hashAt = (text: string, at: number): number =>
  ((text.charCodeAt(at - 2) << 10) ^ (text.charCodeAt(at - 1) << 5) ^ text.charCodeAt(at)) & (hashes - 1);

const isBase64 = (character: string): boolean => /^[\w+/-]$/.test(character);

const join = ({ spans, start, end }: { spans: Span[]; start: number; end: number }): void => {
  const last = spans.at(-1);
  if (last === undefined || start >= last.end) spans.push({ start, end });
  else spans[spans.length - 1] = { start: last.start, end: Math.max(last.end, end) };
};
