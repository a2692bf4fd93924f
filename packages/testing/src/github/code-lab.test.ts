import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { labRepository, startCodeLab } from './code-lab.ts';

test('a working copy whose tests pass, and whose pushes arrive', async () => {
  const home = await mkdtemp(join(tmpdir(), 'lineclear-lab-'));
  const folder = join(home, 'widgets');
  const lab = await startCodeLab({ folder });
  onTestFinished(async () => {
    await lab.close();
    await rm(home, { recursive: true });
  });
  const run = (program: string, ...args: readonly string[]) => execFileSync(program, args, { cwd: folder, encoding: 'utf8' });
  expect(run(process.execPath, '--test', '--test-reporter=tap')).toMatch(/^# pass 1$/m);
  expect(await readFile(join(folder, 'src/price.js'), 'utf8')).toContain('count * 2');
  await writeFile(join(folder, 'src/price.js'), 'export const price = (count) => count * 5;\n');
  run('git', 'commit', '--quiet', '--all', '--message', 'Raise the price');
  run('git', 'push', '--quiet', 'origin', 'HEAD:raise');
  expect(await lab.github.world.file(labRepository, { branch: 'raise', path: 'src/price.js' })).toContain('count * 5');
});
