import { describe, expect, it } from 'vitest';
import { heldBytes } from '../../../test/held-bytes.ts';
import { OutputLog } from './output-log.ts';

const filled = ({ lines, maxBytes = 1 << 20 }: { lines: number; maxBytes?: number }) => {
  const log = new OutputLog(maxBytes);
  for (let number = 0; number < lines; number += 1) log.add({ stream: 'stdout', text: `${number}\n` });
  return log;
};
const all = { maxCharacters: 1 << 20 };
const numbers = (page: ReturnType<OutputLog['read']>): readonly number[] => page.lines.map(({ text }) => Number(text));

describe('OutputLog', () => {
  it('lets each reader go on where it was', () => {
    const log = filled({ lines: 3 });
    const page = log.read({ cursor: 0, ...all });
    expect(page).toMatchObject({ cursor: 3, leftOut: 0, more: false });
    log.add({ stream: 'stderr', text: '3\n' });
    expect(log.read({ cursor: page.cursor, ...all })).toEqual({
      lines: [{ stream: 'stderr', text: '3\n' }],
      cursor: 4,
      leftOut: 0,
      more: false,
    });
    expect(numbers(log.read({ cursor: 0, ...all }))).toEqual([0, 1, 2, 3]);
  });

  it('drops the oldest lines and tells each reader how many it missed', () => {
    const log = filled({ lines: 1_000, maxBytes: 100 * 68 });
    const page = log.read({ cursor: 10, ...all });
    expect(numbers(page).at(-1)).toBe(999);
    expect(numbers(page)[0]).toBe(10 + page.leftOut);
    expect(page.lines.length).toBeLessThan(110);
    expect(log.read({ cursor: 1_000, ...all })).toMatchObject({ lines: [], leftOut: 0, cursor: 1_000 });
  });

  it('counts a negative cursor from the end, and a too high one as the end', () => {
    expect(numbers(filled({ lines: 10 }).read({ cursor: -3, ...all }))).toEqual([7, 8, 9]);
    expect(numbers(filled({ lines: 2 }).read({ cursor: -3, ...all }))).toEqual([0, 1]);
    expect(filled({ lines: 2 }).read({ cursor: 99, ...all })).toMatchObject({ lines: [], cursor: 2, leftOut: 0 });
  });

  it('answers a page at a time, and always moves on', () => {
    const log = filled({ lines: 5 });
    const page = log.read({ cursor: 0, maxCharacters: 12 });
    expect(page).toMatchObject({ cursor: 2, more: true });
    expect(log.read({ cursor: 2, maxCharacters: 1 })).toMatchObject({ cursor: 3, more: true });
  });

  it('finds the first line with a text, where it is still kept', () => {
    const log = filled({ lines: 100 });
    expect(log.find({ text: '7', cursor: 0 })).toBe(7);
    expect(log.find({ text: '7', cursor: 8 })).toBe(17);
    expect(log.find({ text: 'x', cursor: 0 })).toBeUndefined();
    expect(filled({ lines: 20_000, maxBytes: 68_000 }).find({ text: '19', cursor: 0 })).toBeGreaterThan(18_000);
  });

  it('counts empty lines too', () => {
    const log = new OutputLog(6_400);
    for (let at = 0; at < 10_000; at += 1) log.add({ stream: 'stdout', text: '\n' });
    expect(log.read({ cursor: 0, ...all }).lines.length).toBeLessThanOrEqual(100);
  });

  it('holds no line that it dropped', () => {
    const before = heldBytes();
    const log = new OutputLog(64 << 10);
    const piece = Buffer.alloc(8 << 10, 'x');
    for (let at = 0; at < 4_000; at += 1) log.add({ stream: 'stdout', text: piece.toString('latin1') });
    expect(heldBytes() - before).toBeLessThan(4 << 20);
    expect(log.read({ cursor: -1, ...all }).cursor).toBe(4_000);
  });
});
