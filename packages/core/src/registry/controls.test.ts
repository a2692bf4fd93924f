import { expect, test } from 'vitest';
import { splitControls } from './controls.ts';

test('takes what core added off the arguments and leaves the rest to the author', () => {
  expect(splitControls({ id: 'a', profile: 'staging', confirm: true, ticket: 'lct_1' })).toEqual({
    ok: true,
    controls: { profile: 'staging', confirm: true, ticket: 'lct_1' },
    rest: { id: 'a' },
  });
});

test('takes an absent confirmation for none', () => {
  expect(splitControls({ id: 'a' })).toEqual({
    ok: true,
    controls: { profile: undefined, confirm: false, ticket: undefined },
    rest: { id: 'a' },
  });
});

test.each([
  [{ confirm: 'true' }, ['confirm']],
  [{ confirm: 1 }, ['confirm']],
  [{ confirm: null }, ['confirm']],
  [{ profile: 7, ticket: {} }, ['profile', 'ticket']],
  [{ profile: null, confirm: [], ticket: true }, ['profile', 'confirm', 'ticket']],
])('refuses %j instead of guessing', (args, paths) => {
  const split = splitControls(args);
  expect(split.ok ? [] : split.problems.map(({ path }) => path)).toEqual(paths);
});
