import { existsSync } from 'node:fs';
import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, it } from 'vitest';
import { holdTimer } from '../../../test/held-timer.ts';
import { startWorkspace } from '../../../test/start-workspace.ts';

const node = process.execPath;
const vitest = fileURLToPath(new URL('../../../../../node_modules/vitest/vitest.mjs', import.meta.url));
const nodeTests = `
import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
describe('sum', () => {
  it('adds', () => assert.equal(1 + 1, 2));
  it('fails', () => {
    assert.equal(1 + 1, 3);
  });
  it.skip('later', () => {});
});
`;
const vitestTests = `
import { expect, it } from 'vitest';
it('adds', () => expect(1 + 1).toBe(2));
it('fails', () => {
  expect(1 + 1).toBe(3);
});
`;
const junit = '<testsuite name="s" tests="1"><testcase name="one" classname="s"/></testsuite>';
const files = {
  'sub/sum.test.mjs': nodeTests,
  'green.test.mjs': `import { it } from 'node:test';\nit('works', () => {});\n`,
  'unit/math.test.mjs': vitestTests,
  'silent.mjs': 'console.log("nothing to see"); process.exitCode = 3',
  'liar.mjs': 'console.log("TAP version 13\\nnot ok 1 - broken\\n1..1")',
  'crash.mjs': 'console.log("TAP version 13\\nok 1 - fine\\n1..1"); console.error("out of memory"); process.exitCode = 7',
  'write.mjs': `import { writeFileSync, mkdirSync } from 'node:fs';
    for (const path of process.argv.slice(2)) { mkdirSync('out', { recursive: true }); writeFileSync(path, ${JSON.stringify(junit)}); }`,
  'hang.mjs':
    'import { writeFileSync } from "node:fs"; console.log("TAP version 13\\nok 1 - fine"); writeFileSync("up", ""); setInterval(() => {}, 1000)',
};

const start = async (more: Readonly<Record<string, string>> = {}) => {
  const { call, started, root } = await startWorkspace(
    { ...files, ...more },
    { settings: { allow_programs: [node, 'python3'] } },
  );
  /** Previews, lets a person approve where one is needed, and confirms. */
  const test = async (args: JsonObject) => {
    const { ticket = '', approval } = await call('test_run', args);
    if (JSON.stringify(approval).includes('human')) await started.approve(String(ticket));
    return (await call('test_run', { ...args, confirm: true, ticket }))['result'] as JsonObject;
  };
  return { call, test, root };
};

describe('test_run', () => {
  it('counts what node tests print as TAP, and says where a test failed', async () => {
    const { test } = await start();
    const result = await test({ argv: [node, '--test', '--test-reporter=tap', 'sum.test.mjs'], cwd: 'sub' });
    expect(result).toMatchObject({ framework: 'tap', passed: 1, failed: 1, skipped: 1, total: 3, exit_code: 1, notes: [] });
    expect(result['failures']).toEqual([
      expect.objectContaining({
        name: 'fails',
        suite: 'sum',
        file: 'sub/sum.test.mjs',
        line: 6,
        message: expect.stringContaining('strictly equal'),
      }),
    ]);
    expect(result).not.toHaveProperty('stdout_end');
  });

  it('reads what node prints for people, and the JUnit report that node writes', async () => {
    const { test } = await start();
    const spec = await test({ argv: [node, '--test', '--test-reporter=spec', 'sub/sum.test.mjs'] });
    expect(spec).toMatchObject({
      framework: 'node',
      passed: 1,
      failed: 1,
      failures: [{ name: 'fails', file: 'sub/sum.test.mjs' }],
    });
    const argv = [node, '--test', '--test-reporter=junit', '--test-reporter-destination=report.xml', 'sub/sum.test.mjs'];
    expect(await test({ argv, report: 'report.xml' })).toMatchObject({
      framework: 'junit',
      passed: 1,
      failed: 1,
      failures: [{ name: 'fails', suite: 'sum', file: 'sub/sum.test.mjs', line: 7 }],
      notes: [],
    });
  });

  it('finds the JSON report that vitest writes, and reads what vitest prints', async () => {
    const { test, root } = await start();
    const run = [node, vitest, 'run', '--root', root, '--dir', 'unit'];
    const failures = [{ name: 'fails', file: 'unit/math.test.mjs', line: 5, message: expect.stringContaining('to be 3') }];
    const wanted = { framework: 'vitest', passed: 1, failed: 1, exit_code: 1, failures, notes: [] };
    expect(await test({ argv: [...run, '--reporter=json'] })).toMatchObject(wanted);
    expect(await test({ argv: [...run, '--reporter=json', '--outputFile=x.json'], report: 'x.json' })).toMatchObject(wanted);
    expect(await test({ argv: [...run, '--reporter=default'] })).toMatchObject(wanted);
    expect(await test({ argv: [...run, '--reporter=tap'] })).toMatchObject({ ...wanted, framework: 'tap' });
  });

  it('tells how a program ended when nothing looks like a test', async () => {
    const { test } = await start();
    expect(await test({ argv: [node, 'silent.mjs'] })).toMatchObject({
      framework: null,
      passed: null,
      total: null,
      exit_code: 3,
      failures: [],
      notes: [expect.stringContaining('No test results were recognised')],
      stdout_end: 'nothing to see\n',
    });
  });

  it('says so when the report and the end of the program disagree', async () => {
    const { test, root } = await start();
    expect(await test({ argv: [node, 'liar.mjs'] })).toMatchObject({
      failed: 1,
      exit_code: 0,
      notes: ['The program ended with 0 although tests failed.'],
    });
    expect(await test({ argv: [node, 'crash.mjs'] })).toMatchObject({
      failed: 0,
      exit_code: 7,
      notes: [expect.stringContaining('ended with 7 although no test failed')],
      stderr_end: 'out of memory\n',
    });
    const limit = holdTimer(77_000);
    const hanging = test({ argv: [node, 'hang.mjs'], timeout_s: 77 });
    await expect.poll(() => existsSync(join(root, 'up'))).toBe(true);
    limit.end();
    expect(await hanging).toMatchObject({
      passed: 1,
      timed_out: true,
      notes: expect.arrayContaining([expect.stringContaining('time limit'), expect.stringContaining('no plan')]),
    });
  });

  it('never takes a report of an earlier run for its own', async () => {
    const { test, root } = await start({ 'out/old.xml': junit, 'old.info': 'SF:a.js\nDA:1,1\nend_of_record\n' });
    const old = await test({ argv: [node, 'silent.mjs'], report: 'out/old.xml', coverage: 'old.info' });
    expect(old).toMatchObject({ framework: null, notes: expect.arrayContaining([expect.stringContaining('did not change')]) });
    expect(old).not.toHaveProperty('coverage');
    // The same text with a time in the future is still not from this run.
    await utimes(join(root, 'out/old.xml'), new Date(), new Date(Date.now() + 60_000));
    expect(await test({ argv: [node, 'write.mjs', 'out/new.xml'], report: 'out' })).toMatchObject({
      passed: 1,
      notes: [expect.stringMatching(/"out" has 1 file from before the run/)],
    });
    expect(await test({ argv: [node, 'write.mjs', 'out/old.xml'], report: 'out/old.xml' })).toMatchObject({
      passed: 1,
      notes: [],
    });
  });

  it('reads all reports that a glob names, ignored ones too', async () => {
    const { test } = await start({ '.ignore': 'out\n' });
    const argv = [node, 'write.mjs', 'out/TEST-a.xml', 'out/TEST-b.xml', 'out/other.xml'];
    expect(await test({ argv, report: 'out/TEST-*.xml' })).toMatchObject({ passed: 2, notes: [] });
    expect(await test({ argv: [...argv, 'out/c.xml'], report: 'out/**/*.xml', format: 'junit' })).toMatchObject({
      passed: 4,
    });
    expect(await test({ argv: [node, 'write.mjs', 'x.xml'], report: 'x.xml', format: 'tap' })).toMatchObject({
      framework: null,
      notes: expect.arrayContaining(['"x.xml" holds no test results that can be read.']),
    });
    expect(await test({ argv: [node, 'silent.mjs'], report: 'nowhere/*.xml' })).toMatchObject({
      notes: expect.arrayContaining([expect.stringContaining('is not there after the run')]),
    });
  });

  it('reads coverage that the run wrote', async () => {
    const { test } = await start({
      'half.mjs': 'export const half = (x) => {\n  if (x) {\n    return 1;\n  }\n  return 2;\n};\n',
      'half.test.mjs': `import { it } from 'node:test';\nimport { half } from './half.mjs';\nit('works', () => { half(true); });\n`,
    });
    const reporters = ['lcov', 'tap'].map((name) => `--test-reporter=${name}`);
    const destinations = ['lcov.info', 'stdout'].map((name) => `--test-reporter-destination=${name}`);
    const argv = [node, '--test', '--experimental-test-coverage', ...reporters, ...destinations, 'half.test.mjs'];
    const result = await test({ argv, coverage: 'lcov.info' });
    expect(result).toMatchObject({ passed: 1, notes: [], coverage: { statements: null, functions: 100 } });
    expect(result['coverage']).toMatchObject({ worst_files: [{ path: 'half.mjs', lines: 83.33 }] });
  });
});

describe('test_run as a write', () => {
  it('asks a person about programs that the profile does not allow, and is stale when the tests’ program changed', async () => {
    const { call, root } = await start();
    expect(await call('test_run', { argv: ['ls'] })).toMatchObject({ approval: { required: 'human' } });
    const args = { argv: [node, 'liar.mjs'] };
    expect(await call('test_run', args)).toMatchObject({ approval: { required: 'model' } });
    await writeFile(join(root, 'liar.mjs'), 'console.log("another")');
    await expect(call('test_run', { ...args, confirm: true })).rejects.toMatchObject({ code: 'stale' });
  });

  it('is refused in the call itself where a caller may only read (CVE-2026-46519)', async () => {
    const { call } = await startWorkspace(files, { readOnly: true });
    for (const confirm of [false, true]) {
      const attempt = call('test_run', { argv: [node, 'liar.mjs'], confirm });
      await expect(attempt).rejects.toMatchObject({ code: expect.stringMatching(/^(writes_off|forbidden)$/) });
    }
  });

  it('reads no report outside the workspace, whoever names it', async () => {
    const { call, test } = await start({
      'says.mjs': 'console.log("JSON report written to /etc/hostname")',
      'link.mjs': 'import { symlinkSync } from "node:fs"; symlinkSync("/etc/hostname", "report.xml");',
    });
    for (const path of ['../x.xml', '/etc/*.xml', '/etc/passwd']) {
      await expect(call('test_run', { argv: [node, 'liar.mjs'], report: path })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(call('test_run', { argv: [node, 'liar.mjs'], coverage: path })).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(await test({ argv: [node, 'link.mjs'], report: 'report.xml' })).toMatchObject({
      exit_code: 0,
      framework: null,
      notes: expect.arrayContaining([expect.stringMatching(/"report.xml" was not read: .*outside the workspace/)]),
    });
    expect(await test({ argv: [node, 'says.mjs'] })).toMatchObject({
      framework: null,
      notes: expect.arrayContaining(['The report that the program says it wrote was not read: forbidden.']),
    });
  });
});
