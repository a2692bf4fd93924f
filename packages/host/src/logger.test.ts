import { expect, test } from 'vitest';
import { createLogger, logLevelOf } from './logger.ts';

const collect = (isTTY: boolean) => {
  const lines: string[] = [];
  return { lines, output: { isTTY, write: (text: string) => lines.push(text) } };
};

test('writes one JSON object per line, in order, the early lines too', async () => {
  const { lines, output } = collect(false);
  const log = createLogger({ output, level: 'info', name: 'ops' });
  log.info({ port: 7400 }, 'listening');
  log.warn({}, 'second');
  await log.close();
  log.error({ error: new Error('broken') }, 'third');

  const parsed = lines.map((line): Record<string, unknown> => JSON.parse(line));
  expect(parsed.map((line) => line['msg'])).toEqual(['listening', 'second', 'third']);
  expect(parsed[0]).toMatchObject({ name: 'ops', port: 7400 });
  expect(parsed[2]).toMatchObject({ error: { message: 'broken' } });
});

test('hides fields that are secrets by their name, nested ones too', async () => {
  const { lines, output } = collect(false);
  const log = createLogger({ output, level: 'info', name: 'ops' });
  log.info({ token: 'lc_clear', headers: { authorization: 'Bearer lc_clear' } }, 'request');
  await log.close();

  expect(lines.join('')).toContain('[secret]');
  expect(lines.join('')).not.toContain('lc_clear');
});

test('is readable on a terminal', async () => {
  const { lines, output } = collect(true);
  const log = createLogger({ output, level: 'info', name: 'ops' });
  log.info({ port: 7400 }, 'listening');
  await log.close();

  expect(lines.join('')).toContain('listening');
  expect(() => JSON.parse(lines.join(''))).toThrow();
});

test('leaves out what is below the level', async () => {
  const { lines, output } = collect(false);
  const log = createLogger({ output, level: 'warn', name: 'ops' });
  log.info({}, 'quiet');
  await log.close();
  expect(lines).toEqual([]);
});

test.each([
  ['debug', 'debug'],
  ['WARN', 'warn'],
  ['verbose', 'info'],
  [undefined, 'info'],
])('reads the level %s as %s', (value, expected) => {
  expect(logLevelOf({ value, otherwise: 'info' })).toBe(expected);
});
