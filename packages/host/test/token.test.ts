import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Home, makeHome } from './home.ts';
import { runHere } from './in-process.ts';

let home: Home;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => home.remove());

const toy = (...args: readonly string[]) => runHere({ args, home });

test('shows a token once, lists what it may, and forgets it', async () => {
  const made = await toy('token', 'create', 'ci', '--profile', 'staging, production', '--read-only', '--expires', '30d');
  expect(made.stdout).toMatch(/^lc_[\w-]{43}\n$/);
  const listed = await toy('token', 'list');
  expect(listed.stdout).toMatch(/ci +staging,production +read-only +\d{4}-\d\d-\d\d +\d{4}-\d\d-\d\d/);
  expect(listed.stdout).not.toContain(made.stdout.trim());

  expect((await toy('token', 'revoke', 'ci')).exitCode).toBe(0);
  expect((await toy('token', 'list')).stdout).not.toContain('ci');
  expect((await toy('token', 'revoke', 'ci')).exitCode).toBe(1);
});

test('a name is given once', async () => {
  await toy('token', 'create', 'ci');
  const again = await toy('token', 'create', 'ci');
  expect(again.stderr).toContain('already');
  expect(again.stdout).toBe('');
  expect(again.exitCode).toBe(1);
});
