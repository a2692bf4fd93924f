import { LineclearError, quoted } from '@lineclear/core/plugin';
import { compilePattern } from './pattern.ts';

/** One condition on a label, as Alertmanager has it: regular expressions are anchored at both ends, an absent label is empty. */
export interface Matcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  readonly isEqual: boolean;
}

/** Reads `severity="critical"`, `job=~"tunnel.*"`, `team!=ops`, `instance!~"a|b"`. Throws `invalid_input` that names the text. */
export const parseMatcher = (text: string): Matcher => {
  const groups = text.length > longestText ? undefined : form.exec(text)?.groups;
  const name = unquoted(groups?.['name'] ?? '');
  const value = unquoted(groups?.['value'] ?? '');
  const operator = groups?.['operator'];
  if (operator === undefined || name === undefined || name === '' || value === undefined) throw unreadable(text);
  return { name, value, isRegex: operator.endsWith('~'), isEqual: operator.startsWith('=') };
};

/** As people and the filters of the API write it. */
export const showMatcher = ({ name, value, isRegex, isEqual }: Matcher): string =>
  `${plainName.test(name) ? name : inQuotes(name)}${operators[isRegex ? 'regex' : 'text'][isEqual ? 'equal' : 'unequal']}${inQuotes(value)}`;

/** Whether it fits whatever the label says: a pattern that fits every probe, or a negation. A pattern that cannot be judged here counts as one. */
export const isWide = ({ value, isRegex, isEqual }: Matcher): boolean => {
  if (!isRegex) return !isEqual;
  const pattern = compilePattern(value);
  return pattern === undefined || probes.every((probe) => pattern.test(probe) === isEqual);
};

/** Alertmanager refuses silences that fit alerts with none of the labels, which would be all alerts. */
export const fitsEmpty = ({ value, isRegex, isEqual }: Matcher): boolean => {
  if (!isRegex) return (value === '') === isEqual;
  const pattern = compilePattern(value);
  return pattern !== undefined && pattern.test('') === isEqual;
};

/** Whether labels fit, where no server does the matching. Throws `invalid_input` for a pattern that is not tried here. */
export const fitsLabels = ({ matcher, labels }: { matcher: Matcher; labels: Readonly<Record<string, string>> }): boolean => {
  const { name, value, isRegex, isEqual } = matcher;
  const actual = labels[name] ?? '';
  if (!isRegex) return (actual === value) === isEqual;
  const pattern = compilePattern(value);
  if (pattern === undefined) throw tooComplex(value);
  return pattern.test(actual) === isEqual;
};

const longestText = 2_000;
const form = /^\s*(?<name>"(?:[^"\\]|\\.)*"|[^\s=!~"{},]+)\s*(?<operator>=~|!~|!=|=)\s*(?<value>"(?:[^"\\]|\\.)*"|[^"]*?)\s*$/s;
const plainName = /^[A-Za-z_]\w*$/;
const operators = { regex: { equal: '=~', unequal: '!~' }, text: { equal: '=', unequal: '!=' } } as const;
const probes = ['x', 'critical', 'Tunnel Errors', '10.0.3.7:8443', 'ef3a-9'];

const inQuotes = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;

const unquoted = (text: string): string | undefined =>
  text.startsWith('"')
    ? text.slice(1, -1).replaceAll(/\\(.)/gs, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))
    : text;

const unreadable = (text: string): LineclearError =>
  new LineclearError('invalid_input', `This is no matcher: ${quoted(text)}.`, {
    hint: 'Write label="value", label!="value", label=~"pattern" or label!~"pattern".',
    details: { reason: 'matcher' },
  });

const tooComplex = (pattern: string): LineclearError =>
  new LineclearError('invalid_input', `This pattern is too complex for a list: ${quoted(pattern)}.`, {
    hint: 'Use alternatives and at most two repetitions, such as tunnel.*|web-.+, or filter by name.',
    details: { reason: 'pattern' },
  });
