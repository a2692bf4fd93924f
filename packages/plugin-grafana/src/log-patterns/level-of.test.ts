import { expect, test } from 'vitest';
import { errorLevels, errorWords, hasErrorWord, levelOf } from './level-of.ts';

test.each([
  ['level=error msg="x"', 'error'],
  ['{"severity":"CRITICAL","m":1}', 'error'],
  ['{"time":1,"level" : "info","msg":"error rate is 0"}', 'quiet'],
  ['lvl=warn disk', 'other'],
  ['2026-01-31 12:00:00 [main] ERROR c.e.A - boom', 'error'],
  ['[INFO] no error', 'quiet'],
  ['the INFO page failed to load', undefined],
  ['[2026-01-31] [main] [INFO] no error', 'quiet'],
  ['[main thread] INFO no error', 'quiet'],
  ['host app[12]: INFO: no error', 'quiet'],
  ['host app (WARN) no error', 'other'],
  ['ERROR could not write the INFO file', 'error'],
  ['the informer failed', undefined],
  ['error: nothing says the level', undefined],
  ['sublevel=errors', undefined],
])('%s is of level %s', (line, expected) => {
  expect(levelOf({ line })).toBe(expected);
});

test('labels say more than the line', () => {
  expect(levelOf({ line: 'level=info', labels: { detected_level: 'fatal' } })).toBe('error');
  expect(levelOf({ line: 'ERROR x', labels: { level: 'debug' } })).toBe('quiet');
  expect(levelOf({ line: 'ERROR x', labels: { detected_level: 'unknown' } })).toBe('error');
});

test.each(['Traceback', 'it failed', 'NullPointerException', 'PANIC', 'connection failure'])(
  '%j has the word of an error',
  (text) => {
    expect(hasErrorWord(text)).toBe(true);
  },
);

test('what is asked of Loki is what is looked for here', () => {
  for (const pattern of [errorLevels, errorWords]) expect(pattern).toMatch(/^\(\?i\)\([a-z|()?]+\)$/);
  expect(hasErrorWord('all is well')).toBe(false);
});

test('hostile lines are read to the end', () => {
  for (const part of ['[]', '[', '[[]]', '(info', 'A ', '1']) expect(levelOf({ line: part.repeat(50_000) })).toBeUndefined();
});
