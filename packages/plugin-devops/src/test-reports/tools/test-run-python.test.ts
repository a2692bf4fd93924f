import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, it } from 'vitest';
import { pythonWithPytest, skipWithoutPytest } from '../../../test/pytest.ts';
import { startWorkspace } from '../../../test/start-workspace.ts';

const python = pythonWithPytest ?? '/usr/bin/python3';
const files = {
  'lib.py': 'def boom():\n    raise ValueError("deep")\n',
  'test_sum.py': [
    'import unittest',
    'from lib import boom',
    'class TestSum(unittest.TestCase):',
    '    def test_adds(self):',
    '        self.assertEqual(1 + 1, 2)',
    '    def test_fails(self):',
    '        boom()',
    '    @unittest.skip("later")',
    '    def test_later(self):',
    '        pass',
    '',
  ].join('\n'),
};

const runTests = async (args: JsonObject): Promise<JsonObject> => {
  const { call, started } = await startWorkspace(files, { settings: { env: { PYTHONDONTWRITEBYTECODE: '1' } } });
  const { ticket = '' } = await call('test_run', args);
  await started.approve(String(ticket));
  return (await call('test_run', { ...args, confirm: true, ticket }))['result'] as JsonObject;
};

const counts = { passed: 1, failed: 1, skipped: 1, total: 3, exit_code: 1, notes: [] };
const failure = { name: 'test_fails', file: 'test_sum.py', line: 7, message: expect.stringContaining('ValueError: deep') };

describe('test_run with unittest', () => {
  it('reads what unittest prints', async () => {
    const result = await runTests({ argv: ['/usr/bin/python3', '-m', 'unittest'] });
    expect(result).toMatchObject({ ...counts, framework: 'unittest', failures: [{ ...failure, suite: 'test_sum.TestSum' }] });
  });
});

describe.skipIf(skipWithoutPytest())('test_run with pytest', () => {
  const pytest = [python, '-m', 'pytest', '-p', 'no:cacheprovider'];

  it.each([[['-q']], [['-v', '--color=yes']], [['-rA', '--tb=short']]])('reads what pytest prints with %j', async (options) => {
    const result = await runTests({ argv: [...pytest, ...options] });
    expect(result).toMatchObject({ ...counts, framework: 'pytest', failures: [{ ...failure, suite: 'TestSum' }] });
  });

  it('reads the JUnit report that pytest writes', async () => {
    const result = await runTests({ argv: [...pytest, '--junitxml=out/pytest.xml'], report: 'out/pytest.xml', format: 'pytest' });
    expect(result).toMatchObject({ ...counts, framework: 'junit', failures: [{ ...failure, suite: 'test_sum.TestSum' }] });
  });

  it('says that no test ran', async () => {
    const result = await runTests({ argv: [...pytest, '-k', 'nothing', '--deselect', 'x'] });
    expect(result).toMatchObject({
      framework: 'pytest',
      total: 0,
      exit_code: 5,
      notes: expect.arrayContaining(['No test ran.']),
    });
  });
});
