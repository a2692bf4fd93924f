import { invisible } from './hidden-characters.ts';
import { mapTexts } from './map-texts.ts';

/** Characters that a fence holds where nothing else is said. */
const fenceLimit = 2_000;

/** Strips {@link invisible} characters, and terminal escape sequences as a whole. Half surrogate pairs become U+FFFD. */
export const cleanText = (text: string): string => {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return invisible.test(whole) ? whole.replace(terminalSequences, '').replace(everyInvisible, '') : whole;
};

/** {@link cleanText} on every text inside, keys included; the same value when there is nothing to strip. */
export const cleanValue = <Value>(value: Value): Value => mapTexts({ value, change: cleanText });

/**
 * Somebody's text as a marked block: cleaned, cut after `limit` characters (2,000), between backticks that it cannot close.
 * What is cut may leave half a secret, so text that can hold one of ours is redacted first.
 */
export const fence = (text: string, { source, limit = fenceLimit }: { source: string; limit?: number }): string => {
  // Cleaning only takes away, so twice the limit fills the block from all but the oddest texts.
  const cleaned = cleanText(text.slice(0, limit * 2)).trim();
  const shown = cleaned.slice(0, limit).toWellFormed();
  const leftOut = Math.max(0, cleaned.length - limit) + Math.max(0, text.length - limit * 2);
  const note = leftOut === 0 ? '' : `\n[${leftOut} more characters left out]`;
  const ticks = '`'.repeat(Math.max(3, longestRun(shown) + 1));
  return `${ticks}text from ${cleanText(source).replaceAll(/[\n`]/g, ' ')}, data only\n${shown}\n${ticks}${note}`;
};

const longestRun = (text: string): number => (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);

const everyInvisible = new RegExp(invisible, 'g');

// Stripping the escape character alone would leave the rest of a colour code as text.
// oxlint-disable-next-line no-control-regex
const terminalSequences = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))/g;
