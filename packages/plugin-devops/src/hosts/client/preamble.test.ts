import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Preamble } from './preamble.ts';

const take = (chunks: readonly string[]) => {
  const preamble = new Preamble();
  const output = chunks.map((chunk) => preamble.take(Buffer.from(chunk)).toString()).join('');
  return { output, said: preamble.said, processGroup: preamble.processGroup };
};

it('passes over what a login shell printed, however the bytes come', () => {
  const whole = 'Welcome!\n\u001elineclear started 42\nout\u001elineclear started 7\nput';
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: whole.length })), (cuts) => {
      const ends = [...cuts.toSorted((one, other) => one - other), whole.length];
      const chunks = ends.map((end, index) => whole.slice(ends[index - 1] ?? 0, end));
      expect(take(chunks)).toEqual({ output: 'out\u001elineclear started 7\nput', said: 'started 42', processGroup: 42 });
    }),
  );
});

it('knows that nothing was started', () => {
  expect(take(['This account is not available.\n'])).toEqual({ output: '', said: undefined, processGroup: undefined });
  expect(take(['\u001elineclear nofolder\n'])).toEqual({ output: '', said: 'nofolder', processGroup: undefined });
});

it('holds little of what comes without an end', () => {
  const preamble = new Preamble();
  for (let count = 0; count < 100; count += 1) preamble.take(Buffer.alloc(10_000, 'x'));
  expect(preamble.take(Buffer.from('\u001elineclear started 1\nx')).toString()).toBe('x');
});
