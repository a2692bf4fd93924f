import { describe, expect, it } from 'vitest';
import { failingPart } from './failing-part.ts';
import { logLines, shownLine } from './log-lines.ts';

const at = (second: number, line: string) => `2026-01-31T08:00:${String(second).padStart(2, '0')}.5000000Z ${line}`;
const step = { name: 'test', number: 2, status: 'completed', conclusion: 'failure' };
const during = { ...step, started_at: '2026-01-31T08:00:10Z', completed_at: '2026-01-31T08:00:20Z' };

const partOf = (log: readonly string[], { most = 100, of = during }: { most?: number; of?: typeof step | undefined } = {}) => {
  const lines = logLines(log.join('\n'));
  const { from, to } = failingPart({ lines, step: of, most });
  return lines.slice(from, to).map(shownLine);
};

describe('failingPart', () => {
  it('is what the failing step wrote, whatever failed in others', () => {
    const log = [
      at(1, '##[group]Run setup'),
      at(2, '##[error]tolerated'),
      at(11, '##[group]Run npm test'),
      at(12, 'not ok'),
      at(13, '##[error]exit 1'),
    ];
    expect(partOf([...log, at(30, '##[error]cleaning')])).toEqual(['> Run npm test', '  not ok', '  error: exit 1']);
  });

  it('ends shortly after the last error and keeps to the number of lines', () => {
    const log = Array.from({ length: 50 }, (_, index) => at(12, `line ${index}`));
    const part = partOf([...log, at(13, '##[error]exit 1'), ...log], { most: 10 });
    expect(part).toHaveLength(10);
    expect(part.slice(5)).toEqual(['line 49', 'error: exit 1', 'line 0', 'line 1', 'line 2']);
  });

  it('looks at the whole log where times tell nothing', () => {
    expect(partOf(['##[group]Run a', 'b', '##[error]c', 'd'])).toEqual(['> Run a', '  b', '  error: c', '  d']);
    expect(partOf([at(1, 'a'), at(2, '##[error]b')])).toEqual(['a', 'error: b']);
    expect(partOf([at(1, 'a'), at(2, '##[error]b')], { of: undefined })).toEqual(['a', 'error: b']);
  });

  it('is the end where nothing is an error', () => {
    expect(partOf([at(11, 'a'), at(12, 'b'), at(30, 'later')])).toEqual(['a', 'b']);
    expect(partOf(['a', 'b', 'c'], { most: 2, of: undefined })).toEqual(['b', 'c']);
    expect(partOf([])).toEqual([]);
  });
});

describe('logLines', () => {
  it.each([
    ['\ufeff2026-01-31T08:00:00.1234567Z hello\r', { kind: 'text', text: 'hello', atMs: Date.parse('2026-01-31T08:00:00.123Z') }],
    ['2026-01-31T08:00:00Z  indented', { kind: 'text', text: ' indented', atMs: Date.parse('2026-01-31T08:00:00Z') }],
    ['10%\r50%\r100%', { kind: 'text', text: '100%', atMs: undefined }],
    ['\u001b[1;31mred\u001b[0m', { text: 'red' }],
    ['##[warning]old', { kind: 'warning', text: 'old' }],
    ['[command]/usr/bin/git version', { kind: 'command', text: '/usr/bin/git version' }],
    ['[info] not a marker', { kind: 'text', text: '[info] not a marker' }],
    ['x'.repeat(2_000), { text: `${'x'.repeat(1_000)}…` }],
  ])('reads %j', (line, expected) => {
    expect(logLines(line)).toMatchObject([expected]);
  });

  it('knows which lines stand in a group', () => {
    const lines = logLines('a\n##[group]g\nb\n##[group]h\nc\n##[endgroup]\nd\n');
    expect(lines.map(shownLine)).toEqual(['a', '> g', '  b', '> h', '  c', '', 'd']);
  });
});
