import type { Labels } from '../loki/log-lines.ts';

export type Level = 'quiet' | 'error' | 'other';

/** The names of levels that are errors, as a regular expression of LogQL. */
export const errorLevels = '(?i)(error|err|eror|severe|critical|crit|fatal|panic|alert|emerg|emergency)';
/** The words by which a line without a level is known as an error, as a regular expression of LogQL. */
export const errorWords = '(?i)(error|exception|fatal|panic|critical|traceback|fail(ed|ure|ing|s)?)';

/** How bad a line is, by its labels or by what it says of itself; undefined where neither says anything. */
export const levelOf = ({ line, labels = {} }: { line: string; labels?: Labels }): Level | undefined => {
  const name = labels['detected_level'] ?? labels['level'] ?? labels['severity'] ?? labels['lvl'];
  const beginning = line.slice(0, 160);
  return (
    classOf(name) ??
    classOf(field.exec(line.slice(0, 2_000))?.[1]) ??
    classOf(leading.exec(beginning)?.[1]) ??
    classOf(marked.exec(beginning)?.[0].replaceAll(/[^A-Z]/g, ''))
  );
};

/** Whether text has one of the words of an error. */
export const hasErrorWord = (text: string): boolean => words.test(text);

const classOf = (name: string | undefined): Level | undefined => {
  if (name === undefined || name === '' || name === 'unknown') return undefined;
  if (isError.test(name)) return 'error';
  return isQuiet.test(name) ? 'quiet' : 'other';
};

const isError = new RegExp(`^${errorLevels.slice('(?i)'.length)}$`, 'i');
const words = new RegExp(errorWords.slice('(?i)'.length), 'i');
const isQuiet = /^(?:trace|debug|info|information|informational|notice|verbose|success)$/i;
const field = /(?:^|[\s,{(])"?(?:level|lvl|severity|loglevel)"?\s{0,3}[=:]\s{0,3}"?([A-Za-z]{3,13})\b/i;
const names = 'TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|CRITICAL|FATAL|PANIC';
// Where a level stands: before all words but times and what is in brackets, or marked as one. Elsewhere it is a word like others.
const leading = new RegExp(String.raw`^(?:[^a-z[]|\[[^\]]*\])*?\b(${names})\b`);
const marked = new RegExp(String.raw`(?:[[<(|]\s?)(${names})(?:\s?[\]>)|])|\b(?:${names})(?=:\s)`);
