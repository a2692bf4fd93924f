import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const launchers = [
  { name: 'lineclear', path: '../bin/lineclear.js' },
  { name: 'lineclear-observer', path: '../../observer/bin/lineclear-observer.js' },
];
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lineclear-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

// The launcher decides by the version that Node reports, so a preloaded line makes any Node old.
const runAs = async ({ version, path }: { version: string; path: string }) => {
  const preload = join(folder, 'version.cjs');
  await writeFile(
    preload,
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });\n`,
  );
  const script = fileURLToPath(new URL(path, import.meta.url));
  return spawnSync(process.execPath, ['--require', preload, script, 'version'], {
    encoding: 'utf8',
    env: { ...process.env, HOME: folder },
  });
};

test.each(launchers.flatMap((launcher) => ['18.20.8', '20.20.2', '22.18.9'].map((version) => ({ ...launcher, version }))))(
  '$name says in one line what to do on Node $version',
  async ({ name, path, version }) => {
    const ended = await runAs({ version, path });
    expect(ended.status).toBe(1);
    expect(ended.stdout).toBe('');
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
    expect(ended.stderr).toContain('npx -p node@24');
    expect(ended.stderr).toContain(`-c ${name}`);
    expect(ended.stderr).toContain(version);
  },
);

test.each(launchers)('$name has nothing that an old parser stumbles over before it has spoken', async ({ path }) => {
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(new URL(path, import.meta.url), 'utf8');
  expect(text).not.toMatch(/=>|\?\.|\?\?|`|\bconst\b|\blet\b|^import /m);
});
