import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { plant } from '../check/planted.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const passes = `test('passes', () => {});`;

/** Runs the given test file in a workspace of its own. */
function run({ body, ci }: { body: string; ci: boolean }) {
  using planted = plant({ 'some.test.ts': `import { beforeAll, describe, expect, test } from 'vitest';\n${body}` });
  symlinkSync(join(repository, 'node_modules'), join(planted.root, 'node_modules'));
  const outcomeFile = join(planted.root, 'outcome.json');
  const reporter = join(repository, 'scripts/test/outcome-reporter.ts');
  const vitest = join(repository, 'node_modules/vitest/vitest.mjs');
  const { status, stderr } = spawnSync(process.execPath, [vitest, 'run', '--root', planted.root, '--reporter', reporter], {
    encoding: 'utf8',
    env: { ...process.env, CI: ci ? 'true' : '', VITEST: '', LINECLEAR_TEST_OUTCOME: outcomeFile },
  });
  return { status, stderr, outcome: JSON.parse(readFileSync(outcomeFile, 'utf8')) };
}

test('counts what passed and what failed', () => {
  const { status, outcome } = run({ body: `${passes}\ntest('fails', () => { expect(1).toBe(2); });`, ci: false });
  expect(outcome).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(status).toBe(1);
});

test('counts a file that cannot be read and a suite that cannot be prepared', () => {
  expect(run({ body: `import './nowhere.ts';`, ci: false }).outcome).toEqual({ passed: 0, failed: 1, skipped: 0 });
  const unprepared = `describe('s', () => { beforeAll(() => { throw new Error('no'); }); ${passes} });`;
  expect(run({ body: unprepared, ci: false }).outcome).toMatchObject({ passed: 0, failed: 1 });
});

test('names a skipped test and its reason', () => {
  const { status, stderr, outcome } = run({
    body: `${passes}\ntest('needs git', ({ skip }) => skip('apt-get install git'));`,
    ci: false,
  });
  expect(stderr).toContain('SKIPPED: some.test.ts > needs git: apt-get install git');
  expect(outcome).toEqual({ passed: 1, failed: 0, skipped: 1 });
  expect(status).toBe(0);
});

test('refuses a skipped test in CI', () => {
  const { status, stderr, outcome } = run({ body: `${passes}\ntest.skipIf(true)('needs git', () => {});`, ci: true });
  expect(stderr).toContain('SKIPPED, which CI does not allow: some.test.ts > needs git: no reason given');
  expect(outcome).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(status).toBe(1);
});

test('allows a test in CI that cannot run on this kind of machine', () => {
  const { status, outcome } = run({
    body: `${passes}\ntest('keychain', ({ skip }) => skip('platform: needs macOS'));`,
    ci: true,
  });
  expect(outcome).toEqual({ passed: 1, failed: 0, skipped: 1 });
  expect(status).toBe(0);
});
