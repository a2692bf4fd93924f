import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { plant } from './check/planted.ts';
import { fingerprint } from './setup/fingerprint.mjs';

const repository = fileURLToPath(new URL('..', import.meta.url));

/** Stands for the app: says its arguments as one line and ends as they tell. */
const app = `
const [, , ...rest] = process.argv;
if (rest.includes('--fail')) process.exitCode = 7;
if (rest.includes('--wait')) {
  const waiting = setInterval(() => {}, 1000);
  const drain = (signal) => { console.log(signal); setTimeout(() => clearInterval(waiting), 200); process.exitCode = 3; };
  process.on('SIGTERM', drain).on('SIGINT', drain);
}
console.log(JSON.stringify(rest));
`;

/** A workspace that counts as installed, with the repository's own scripts and compiler. */
function plantWorkspace() {
  const planted = plant({
    'pnpm-lock.yaml': '',
    'pnpm-workspace.yaml': '',
    'tsconfig.json': '{ "compilerOptions": { "outDir": "dist" }, "files": ["nothing.ts"] }',
    'nothing.ts': 'export {};',
    'apps/ops/bin/lineclear.js': app,
    'node_modules/kept': '',
  });
  for (const name of ['package.json', '.npmrc', 'scripts'])
    cpSync(join(repository, name), join(planted.root, name), { recursive: true });
  symlinkSync(join(repository, 'node_modules/typescript'), join(planted.root, 'node_modules/typescript'));
  const stamp = { hash: fingerprint(planted), node: process.execPath };
  writeFileSync(join(planted.root, 'node_modules/.lineclear-setup.json'), JSON.stringify(stamp));
  return planted;
}

function npmStart({ root, rest }: { root: string; rest: readonly string[] }) {
  const child = spawn('npm', ['start', '--', ...rest], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: withoutNpm(),
    detached: true,
  });
  const ended = once(child, 'exit');
  return { child, ended };
}

/** What a shell has before npm adds its own configuration. */
function withoutNpm(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
}

test('npm start -- --stdio leaves stdout to the app, and its exit code comes back', async () => {
  using planted = plantWorkspace();
  const { child, ended } = npmStart({ root: planted.root, rest: ['--stdio', '--fail'] });
  const [output, [code]] = await Promise.all([text(child.stdout), ended]);
  expect(output).toBe('["serve","--stdio","--fail"]\n');
  expect(code).toBe(7);
});

test('npm start without arguments serves HTTP on the loopback address', async () => {
  using planted = plantWorkspace();
  const { child, ended } = npmStart({ root: planted.root, rest: [] });
  const [output, [code]] = await Promise.all([text(child.stdout), ended]);
  expect(output).toBe('["serve","--http","127.0.0.1:7400"]\n');
  expect(code).toBe(0);
});

test.each([
  // What `kill` does and what a terminal does on Ctrl-C.
  { signal: 'SIGTERM', toGroup: false },
  { signal: 'SIGINT', toGroup: true },
] as const)('$signal to npm reaches the app once, which is waited for', async ({ signal, toGroup }) => {
  using planted = plantWorkspace();
  const { child, ended } = npmStart({ root: planted.root, rest: ['--stdio', '--wait'] });
  const output = text(child.stdout);
  await once(child.stdout, 'readable');
  const pid = child.pid ?? expect.fail('npm did not start');
  process.kill(toGroup ? -pid : pid, signal);
  await ended;
  expect(await output).toBe(`["serve","--stdio","--wait"]\n${signal}\n`);
  expect(child.exitCode).toBe(3);
});
