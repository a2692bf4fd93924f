import type { Check, Draft, Subject } from '../finding.ts';
import type { Matcher, Selector } from '../model.ts';
import { replaceSpan } from '../position.ts';

/** Finds selectors that select everything or nothing, and matchers that make no difference. */
export const checkMatchers: Check = (subject) =>
  subject.nodes.flatMap((node) => {
    if (node.kind !== 'selector') return [];
    const whole = checkSelector({ subject, node });
    return whole.length > 0 ? whole : node.matchers.flatMap((matcher) => checkMatcher({ subject, node, matcher }));
  });

const checkSelector = ({ subject, node }: { subject: Subject; node: Selector }): readonly Draft[] => {
  if (node.isTemplated || node.metric !== undefined) return [];
  const selecting = node.matchers.filter((matcher) => isSelecting({ matcher, language: subject.language }));
  if (selecting.length === 0)
    return [
      subject.language === 'logql'
        ? {
            code: 'matcher_missing',
            severity: 'error',
            message: 'Loki refuses a selector without one matcher (= or =~) that an empty value does not fit, such as {app="x"}.',
            span: node,
          }
        : {
            code: 'selector_empty',
            severity: 'error',
            message: 'Prometheus refuses a selector without a name and without one matcher that an empty value does not fit.',
            span: node,
          },
    ];
  if (subject.language === 'promql' && selecting.every(isUnbounded))
    return [
      {
        code: 'selector_unbounded',
        severity: 'warning',
        message: 'The selector fits every series that the server has: name a metric or a label that narrows it.',
        span: node,
      },
    ];
  return [];
};

const checkMatcher = ({ subject, node, matcher }: { subject: Subject; node: Selector; matcher: Matcher }): readonly Draft[] => {
  const { value, operator } = matcher;
  if (value === undefined || (operator !== '=~' && operator !== '!~')) return [];
  if (/\(\?(?:[=!]|<[=!])/.test(value.replaceAll('\\\\', '')))
    return [
      {
        code: 'regex_unsupported',
        severity: 'error',
        message: 'The server knows no look-ahead and no look-behind in regular expressions and refuses them.',
        span: matcher,
      },
    ];
  if (!fitsAll.test(value)) return [];
  if (operator === '!~')
    return [
      {
        code: 'matcher_matches_nothing',
        severity: 'error',
        message: `No value of ${JSON.stringify(matcher.label)} escapes ${JSON.stringify(value)}, so nothing is selected.`,
        span: matcher,
      },
    ];
  return [
    {
      code: 'matcher_matches_all',
      severity: 'info',
      message: `Every value of ${JSON.stringify(matcher.label)} fits ${JSON.stringify(value)}, also a missing one: the matcher makes no difference.`,
      span: matcher,
      repaired: without({ text: subject.text, node, matcher }),
    },
  ];
};

const fitsAll = /^\^?(?:\.\*|\(\.\*\))\$?$/;

const isUnbounded = ({ label, operator, value }: Matcher): boolean =>
  label === '__name__' &&
  ((operator === '=~' && value !== undefined && /^\^?\(?\.\+\)?\$?$/.test(value)) || (operator === '!=' && value === ''));

/** Whether an empty value does not fit. Loki counts equality and regular expressions only. */
const isSelecting = ({ matcher, language }: { matcher: Matcher; language: string }): boolean => {
  const { operator, value } = matcher;
  if (value === undefined) return true;
  if (operator === '=') return value !== '';
  if (operator === '=~') return !fitsEmpty(value);
  if (language === 'logql') return false;
  return operator === '!=' ? value === '' : fitsEmpty(value);
};

const fitsEmpty = (pattern: string): boolean => {
  try {
    return new RegExp(`^(?:${pattern.replace(/^\(\?[a-zA-Z]+\)/, '')})$`, 's').test('');
  } catch {
    // The server's syntax differs a little from this one's: what cannot be told is not said.
    return false;
  }
};

/** The text without a matcher and without the comma that goes with it. */
const without = ({ text, node, matcher }: { text: string; node: Selector; matcher: Matcher }): string => {
  const after = /^\s*,\s*/.exec(text.slice(matcher.to, node.to))?.[0].length ?? 0;
  const before = after > 0 ? 0 : (/,\s*$/.exec(text.slice(node.from, matcher.from))?.[0].length ?? 0);
  return replaceSpan({ text, span: { from: matcher.from - before, to: matcher.to + after }, by: '' });
};
