import { expect, test } from 'vitest';
import { fitsEmpty, fitsLabels, isWide, parseMatcher, showMatcher } from './matcher.ts';

test.each([
  ['severity="critical"', { name: 'severity', value: 'critical', isRegex: false, isEqual: true }, 'severity="critical"'],
  ['severity = critical', { name: 'severity', value: 'critical', isRegex: false, isEqual: true }, 'severity="critical"'],
  ['job=~"tunnel.*"', { name: 'job', value: 'tunnel.*', isRegex: true, isEqual: true }, 'job=~"tunnel.*"'],
  ['team!=ops', { name: 'team', value: 'ops', isRegex: false, isEqual: false }, 'team!="ops"'],
  ['instance!~"a|b"', { name: 'instance', value: 'a|b', isRegex: true, isEqual: false }, 'instance!~"a|b"'],
  [
    String.raw`path="C:\\dir \"x\""`,
    { name: 'path', value: String.raw`C:\dir "x"`, isRegex: false, isEqual: true },
    String.raw`path="C:\\dir \"x\""`,
  ],
  ['"http.status"=500', { name: 'http.status', value: '500', isRegex: false, isEqual: true }, '"http.status"="500"'],
  [
    'alertname=Tunnel Errors',
    { name: 'alertname', value: 'Tunnel Errors', isRegex: false, isEqual: true },
    'alertname="Tunnel Errors"',
  ],
  ['env=', { name: 'env', value: '', isRegex: false, isEqual: true }, 'env=""'],
])('reads %s', (text, matcher, shown) => {
  expect(parseMatcher(text)).toEqual(matcher);
  expect(showMatcher(parseMatcher(text))).toBe(shown);
  expect(parseMatcher(shown)).toEqual(matcher);
});

test.each(['', 'severity', '="x"', 'a==', '{a="b"}', 'a="b', 'a="b"c', 'a="b", c="d"'])('refuses %j', (text) => {
  if (text === 'a==') return expect(parseMatcher(text)).toMatchObject({ value: '=' });
  return expect(() => parseMatcher(text)).toThrow(
    expect.objectContaining({ code: 'invalid_input', details: { reason: 'matcher' } }),
  );
});

test.each([
  ['alertname=~".*"', true, true],
  ['alertname=~".+"', true, false],
  ['alertname=~"(?i).+"', true, false],
  ['alertname=~"Tunnel.*"', false, false],
  ['team!="ops"', true, true],
  ['team!=""', true, false],
  ['team!~"ops|dev"', true, true],
  ['team!~".+"', false, true],
  ['severity="critical"', false, false],
  ['severity=""', false, true],
  ['team=~"a|b.*|.*c"', false, false],
  // Beyond what is tried here: the worst is assumed.
  ['team=~"(.+)+"', true, false],
  ['team=~"(?P<x>a)"', true, false],
])('%s: wide %s, fits the empty text %s', (text, wide, empty) => {
  expect([isWide(parseMatcher(text)), fitsEmpty(parseMatcher(text))]).toEqual([wide, empty]);
});

test.each(['tunnel.*|web-.+', '[A-Z].*[0-9]+', 'a{2,3}', String.raw`10\.0\..*`, '(a|b)c', '(?i)TUNNEL'])('tries %s', (value) => {
  const matcher = { name: 'x', value, isRegex: true, isEqual: true };
  expect(typeof fitsLabels({ matcher, labels: { x: 'tunnel-1' } })).toBe('boolean');
});

test.each(['(a+)+', '(a|a)*', 'a*a*a*b', String.raw`(a)\1`, '(?=a)', '(', 'x'.repeat(501), '(?:a{1,9}){1,9}'])(
  'refuses to try %s',
  (value) => {
    const matcher = { name: 'x', value, isRegex: true, isEqual: true };
    expect(() => fitsLabels({ matcher, labels: { x: 'a'.repeat(5_000) } })).toThrow(
      expect.objectContaining({ code: 'invalid_input', details: { reason: 'pattern' } }),
    );
  },
);
