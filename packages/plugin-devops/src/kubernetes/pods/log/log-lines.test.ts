import { describe, expect, it } from 'vitest';
import { after, compareLines, logLines } from './log-lines.ts';

describe('logLines', () => {
  it.each([
    ['2026-01-31T08:00:00.1Z a', '2026-01-31T08:00:00.12Z b'],
    ['2026-01-31T08:00:00Z a', '2026-01-31T08:00:00.000000001Z b'],
    ['2026-01-31T10:00:00.5+02:00 a', '2026-01-31T08:00:00.6Z b'],
  ])('knows that %s comes before %s', (one, other) => {
    const [first, second] = logLines(`${one}\n${other}\n`);
    expect(first !== undefined && second !== undefined && compareLines(first, second) < 0).toBe(true);
  });

  it.each([
    ['', []],
    ['2026-01-31T08:00:00Z \n', ['']],
    ['2026-01-31T08:00:00Z', ['']],
    ['no time at all\n', ['no time at all']],
    ['2026-01-31T08:00:00Z a\n\n', ['a', '']],
    ['2026-99-99T08:00:00Z a', ['2026-99-99T08:00:00Z a']],
  ])('takes %j apart', (log, texts) => {
    expect(logLines(log).map(({ text }) => text)).toEqual(texts);
  });

  it('drops the lines up to a time', () => {
    const lines = logLines('2026-01-31T08:00:00.1Z a\n2026-01-31T08:00:00.2Z b\n2026-01-31T08:00:00.3Z c\n');
    expect(after({ lines, since: '2026-01-31T08:00:00.2Z' }).map(({ text }) => text)).toEqual(['c']);
    expect(after({ lines, since: undefined })).toHaveLength(3);
  });
});
