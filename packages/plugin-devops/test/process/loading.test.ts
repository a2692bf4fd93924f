import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const plugin = fileURLToPath(new URL('../../src/index.ts', import.meta.url));

it('loads the library of terminals only when one is started', () => {
  const script = `await import(${JSON.stringify(plugin)});
    const loaded = () => Object.keys(require.cache).filter((file) => file.includes('node-pty')).length;
    const before = loaded();
    await import('@lydell/node-pty');
    console.log(before, loaded() > 0);`;
  const output = execFileSync(
    process.execPath,
    [
      '--conditions=@lineclear/source',
      '--input-type=module',
      '-e',
      `import { createRequire } from 'node:module'; const require = createRequire(${JSON.stringify(plugin)}); ${script}`,
    ],
    { cwd: fileURLToPath(new URL('../..', import.meta.url)), encoding: 'utf8' },
  );
  expect(output.trim()).toBe('0 true');
});
