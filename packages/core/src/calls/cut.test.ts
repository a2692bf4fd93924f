import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../plugin/json.ts';
import { cutAnswer } from './cut.ts';

describe('cutAnswer', () => {
  test('leaves an answer within its budget alone', () => {
    const value = { tasks: [1, 2, 3] };
    expect(cutAnswer({ value, limit: 100 })).toEqual({ value, leftOut: [] });
  });

  test('takes items from the end of the largest list and counts them', () => {
    const tasks = Array.from({ length: 1_000 }, (_item, index) => ({ id: index, name: `task ${index}` }));
    const { value, leftOut } = cutAnswer({ value: { tasks, total: 1_000 }, limit: 5_000 });
    const kept = value['tasks'] as unknown[];
    expect(JSON.stringify(value).length).toBeLessThanOrEqual(5_000);
    expect(value['total']).toBe(1_000);
    expect(kept).toEqual(tasks.slice(0, kept.length));
    expect(leftOut).toEqual([{ path: 'tasks', kept: kept.length, left_out: 1_000 - kept.length, unit: 'items' }]);
  });

  test('takes the end of the longest text and never half a character', () => {
    const { value, leftOut } = cutAnswer({ value: { log: { text: '😀'.repeat(10_000) } }, limit: 1_000 });
    const { text } = value['log'] as { text: string };
    expect(text.isWellFormed()).toBe(true);
    expect(leftOut[0]).toMatchObject({ path: 'log.text', unit: 'characters', kept: text.length });
  });

  test('shrinks any answer of lists and texts to its budget without changing the original', () => {
    const leaf = fc.oneof(
      fc.string({ minLength: 300, maxLength: 3_000 }),
      fc.array(fc.string({ maxLength: 50 }), { minLength: 20, maxLength: 200 }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), leaf, { minKeys: 1, maxKeys: 5 }), (object) => {
        const value: JsonObject = object;
        const before = JSON.stringify(value);
        const cut = cutAnswer({ value, limit: 4_000 });
        expect(JSON.stringify(cut.value).length).toBeLessThanOrEqual(Math.max(4_000, 0));
        expect(JSON.stringify(value)).toBe(before);
        expect(cut.leftOut.length > 0).toBe(before.length > 4_000);
      }),
      { numRuns: 50 },
    );
  });

  test('stays within the limit whatever the shape is, unless nothing is left that can be shortened', () => {
    const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.oneof(fc.string({ maxLength: 400, unit: 'binary' }), fc.integer(), fc.boolean(), fc.constant(null)),
        fc.array(tie('tree'), { maxLength: 30 }),
        fc.dictionary(fc.string({ maxLength: 20 }), tie('tree'), { maxKeys: 30 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 10 }), tree), fc.integer({ min: 2, max: 5_000 }), (value, limit) => {
        const cut = cutAnswer({ value, limit });
        const size = JSON.stringify(cut.value).length;
        if (size > limit) expect(barest(cut.value)).toEqual(cut.value);
        else expect(size).toBeLessThanOrEqual(limit);
        expect(cut.leftOut.length > 0).toBe(JSON.stringify(cut.value) !== JSON.stringify(value));
      }),
      { numRuns: 300 },
    );
  });

  test('shortens thousands of texts in an object to a like length', () => {
    const texts = Object.fromEntries(Array.from({ length: 3_000 }, (_text, index) => [`field ${index}`, 'x'.repeat(2_000)]));
    const { value } = cutAnswer({ value: { texts }, limit: 400_000 });
    expect(JSON.stringify(value).length).toBeLessThanOrEqual(400_000);
    const lengths = Object.values(value['texts'] ?? {}).map((text) => String(text).length);
    expect(Math.min(...lengths)).toBeGreaterThan(40);
    expect(Math.max(...lengths)).toBeLessThan(300);
  });
});

/** What stays of a value when all its texts and lists are empty. */
const barest = (value: JsonValue): JsonValue => {
  if (typeof value === 'string') return '';
  if (Array.isArray(value)) return [];
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, barest(item)]));
};
