import { mapTexts } from '../plugin/map-texts.ts';
import { formsOf } from './secret-forms.ts';
import { TextSearch } from './text-search.ts';

/** Hides the secrets of every profile wherever text leaves the server. */
export interface Redactor {
  /** Replaces every known form of a secret with `[secret]`. */
  text(text: string): string;
  /** A deep copy with every string (keys too) redacted; the same value when there is nothing to hide. */
  value<Value>(value: Value): Value;
  /** Learns another secret: a profile opened later, a `secret()` input of one call. */
  add(secret: string): void;
}

/**
 * Knows `secrets` for good and the last 1,000 that `add` taught it. Secrets shorter than 4 characters are not searched for:
 * they would hide half of every text. A number is hidden when it is a whole secret.
 */
export const createRedactor = ({ secrets }: { secrets: Iterable<string> }): Redactor => {
  const known = new Set(secrets);
  const learned = new Set<string>();
  let search = searchFor(known);
  let numbers = numbersAmong(known);

  const text = (whole: string): string => {
    const spans = search.find(whole);
    if (spans.length === 0) return whole;
    let shown = '';
    let from = 0;
    for (const { start, end } of spans) {
      if (isInsideMark({ whole, start, end })) continue;
      shown += whole.slice(from, start) + mark;
      from = end;
    }
    return shown + whole.slice(from);
  };

  const number = (value: number): unknown => (numbers.has(String(value)) ? mark : value);

  const add = (secret: string): void => {
    if (known.has(secret)) return;
    // The newest stand last: the secrets of calls in flight are never the ones forgotten.
    if (!learned.delete(secret)) {
      search.add(formsOf(secret));
      if (isNumber(secret)) numbers.add(secret);
    }
    learned.add(secret);
    if (learned.size <= mostLearned) return;
    for (const oldest of [...learned].slice(0, mostLearned / 2)) learned.delete(oldest);
    search = searchFor([...known, ...learned]);
    numbers = numbersAmong([...known, ...learned]);
  };

  return { text, value: (value) => mapTexts({ value, change: text, number: numbers.size === 0 ? undefined : number }), add };
};

const mark = '[secret]';
const mostLearned = 1_000;

const searchFor = (secrets: Iterable<string>): TextSearch => {
  const search = new TextSearch();
  for (const secret of secrets) search.add(formsOf(secret));
  return search;
};

const isNumber = (secret: string): boolean => /^-?[\d.]{4,}$/.test(secret);
const numbersAmong = (secrets: Iterable<string>): Set<string> => new Set([...secrets].filter(isNumber));

// A password such as "secret" occurs in the mark itself; redacting twice must not change anything.
const isInsideMark = ({ whole, start, end }: { whole: string; start: number; end: number }): boolean => {
  for (let at = Math.max(0, end - mark.length); at <= start; at++) {
    if (whole.startsWith(mark, at)) return true;
  }
  return false;
};
