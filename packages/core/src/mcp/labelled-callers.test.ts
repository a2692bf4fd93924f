import { expect, test } from 'vitest';
import { LabelledCallers } from './labelled-callers.ts';
import { fixtureCaller } from './test/fixture-path.ts';

test('a caller with a label is one object, and another for another label or caller', () => {
  const callers = new LabelledCallers();
  const other = { ...fixtureCaller };
  const labelled = callers.of({ caller: fixtureCaller, label: 'a/1' });
  expect(labelled).toEqual({ ...fixtureCaller, client: 'a/1' });
  expect(callers.of({ caller: fixtureCaller, label: 'a/1' })).toBe(labelled);
  expect(callers.of({ caller: fixtureCaller, label: 'b/1' })).toEqual({ ...fixtureCaller, client: 'b/1' });
  expect(callers.of({ caller: other, label: 'a/1' })).not.toBe(labelled);
  expect(callers.of({ caller: fixtureCaller, label: undefined })).toBe(fixtureCaller);
});

test('a caller with ever new labels is still labelled', () => {
  const callers = new LabelledCallers();
  const label = (index: number) => callers.of({ caller: fixtureCaller, label: `client/${index}` }).client;
  expect(Array.from({ length: 500 }, (_, index) => label(index)).at(-1)).toBe('client/499');
});
