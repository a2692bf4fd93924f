import { expect, test } from 'vitest';
import { skipWithoutRoot } from './root.ts';

test('skips loudly where the tests do not run as root, and fails in continuous integration', () => {
  const said: string[] = [];
  expect(skipWithoutRoot({ env: {}, uid: 1000, say: (line) => said.push(line) })).toBe(true);
  expect(said).toEqual([expect.stringContaining('SKIPPED: Test hosts with a root')]);
  expect(() => skipWithoutRoot({ env: { CI: 'true' }, uid: 1000 })).toThrow('sudo -E npm test');
  expect(skipWithoutRoot({ env: { CI: 'true' }, uid: 0 })).toBe(false);
});
