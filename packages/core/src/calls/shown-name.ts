import { cleanText } from '../plugin/clean.ts';
import type { Redactor } from '../profiles/redactor.ts';

/** A name that a caller chose, for a record: redacted, then cut, in one line of what people can see. */
export const shownName = ({ name, redactor, longest = 128 }: { name: string; redactor: Redactor; longest?: number }): string =>
  redactor.text(cleanText(name.slice(0, longest * 4)).replaceAll(/\s+/g, ' ')).slice(0, longest);
