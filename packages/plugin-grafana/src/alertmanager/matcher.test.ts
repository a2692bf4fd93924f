import { expect, test } from 'vitest';
import { fitsEmpty, isWide, parseMatcher, showMatcher } from './matcher.ts';

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
])('%s: wide %s, fits the empty text %s', (text, wide, empty) => {
  expect([isWide(parseMatcher(text)), fitsEmpty(parseMatcher(text))]).toEqual([wide, empty]);
});
