import { execFile } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { findBinary, MissingService, skipWithout } from './binary.ts';
import { freePort } from './free-port.ts';
import type { Ready } from './ready.ts';
import type { ServicePlace } from './start-service.ts';
import { startService } from './start-service.ts';

const node = { command: 'node', apt: 'nodejs' };
const script = (text: string, ready: Ready, readyMs?: number) =>
  startService({ binary: node, args: ({ port }) => ['-e', text, `${port}`], ready, ...(readyMs !== undefined && { readyMs }) });
const httpServer = `require('node:http').createServer((q, a) => a.end(q.url)).listen(process.argv[1], '127.0.0.1', () => console.log('listening'))`;

test.for<[string, Ready]>([
  ['tcp', { kind: 'tcp' }],
  ['http', { kind: 'http', path: '/health' }],
  ['line', { kind: 'line', pattern: /listening/ }],
  ['check', { kind: 'check', check: async ({ port }: ServicePlace) => (await fetch(`http://127.0.0.1:${port}`)).ok }],
])('waits until the service is ready by %s', async ([, ready]) => {
  const service = await script(httpServer, ready);
  onTestFinished(() => service.stop());
  expect(await (await fetch(`http://127.0.0.1:${service.port}/hello`)).text()).toBe('/hello');
});

test('ends the service with its children and removes the folder', async () => {
  const service = await startService({
    binary: node,
    args: ({ port }) => [
      '-e',
      `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(httpServer)}, '${port}'])`,
    ],
    ready: { kind: 'tcp' },
  });
  await Promise.all([service.stop(), service.stop()]);
  await expect(fetch(`http://127.0.0.1:${service.port}`)).rejects.toThrow('fetch failed');
  await expect(access(service.folder)).rejects.toThrow('ENOENT');
});

test.skipIf(process.platform !== 'linux')('has ended every process of a service once it is stopped', async () => {
  // It grows, and is long in being taken apart.
  const grows = `const held = []; for (let part = 0; part < 3; part += 1) held.push(Buffer.alloc(1 << 27, 1)); console.log('grown'); setInterval(() => held, 1e6)`;
  const service = await startService({
    binary: node,
    args: () => [
      '-e',
      `const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(grows)}], { stdio: ['ignore', 'inherit', 'inherit'] }); console.log('child ' + child.pid + '.')`,
    ],
    ready: { kind: 'line', pattern: /grown/ },
    stopSignal: 'SIGKILL',
  });
  const pid = /child (\d+)\./.exec(service.log())?.[1] ?? '';
  expect(await readFile(`/proc/${pid}/stat`, 'utf8')).toMatch(/\) [RS] /);
  await service.stop();
  expect(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => 'gone')).toMatch(/gone|\) [ZX] /);
});

test('leaves nothing behind of a service that is being prepared when the process ends', async () => {
  const writes = (folder: string) =>
    `setInterval(() => require('node:fs').mkdirSync('${folder}/again', { recursive: true }), 5); setTimeout(process.exit, 3e3)`;
  const ends = `
    import { runCommand } from ${JSON.stringify(new URL('run-command.ts', import.meta.url).href)};
    import { startService } from ${JSON.stringify(new URL('start-service.ts', import.meta.url).href)};
    const binary = ${JSON.stringify(node)};
    const prepare = ({ folder }) => {
      process.stdout.write(folder);
      setTimeout(() => process.exit(), 300);
      return runCommand({ binary, args: ['-e', (${String(writes)})(folder)] });
    };
    await startService({ binary, args: () => [], ready: { kind: 'tcp' }, prepare });`;
  const args = ['--conditions=@lineclear/source', '--input-type=module', '-e', ends];
  const { stdout: folder } = await promisify(execFile)(process.execPath, args);
  expect(folder).toMatch(/node-\w{6}$/);
  await delay(50);
  await expect(access(folder)).rejects.toThrow('ENOENT');
});

test('says what a service printed that ends at once', async () => {
  await expect(script(`console.error('bad flag'); process.exit(3)`, { kind: 'tcp' })).rejects.toThrow(
    /node did not start[\s\S]*ended with code 3[\s\S]*bad flag/,
  );
});

test('gives up on a service that never gets ready', async () => {
  await expect(script('setInterval(() => {}, 1e6)', { kind: 'tcp' }, 200)).rejects.toThrow('not ready within 200 ms');
});

test('names the package of a missing program', async () => {
  const missing = { command: 'no-such-daemon', apt: 'daemon-package' };
  await expect(startService({ binary: missing, args: () => [], ready: { kind: 'tcp' } })).rejects.toThrow(MissingService);
  await expect(findBinary(missing)).rejects.toThrow('apt-get install -y daemon-package');
});

test('skips loudly for a missing program on a desk and fails in continuous integration', () => {
  const missing = { command: 'no-such-daemon', apt: 'daemon-package' };
  const said: string[] = [];
  expect(skipWithout(missing, { env: {}, say: (line) => said.push(line) })).toBe(true);
  expect(said).toEqual([expect.stringMatching(/SKIPPED.*apt-get install -y daemon-package/)]);
  expect(() => skipWithout(missing, { env: { CI: 'true' } })).toThrow(MissingService);
  expect(skipWithout(node, { env: { CI: 'true' } })).toBe(false);
});

test('hands out different ports, none of which the system gives to a connection', async () => {
  const ports = await freePort(20);
  expect(new Set(ports).size).toBe(20);
  expect(ports.filter((port) => port >= 32_768)).toEqual([]);
});

test('gives no port to another process while this one runs, and all of them afterwards', async () => {
  const [port = 0] = await freePort(1);
  const claim = join(tmpdir(), 'lineclear-ports', `${port}`);
  expect(await readFile(claim, 'utf8')).toBe(`${process.pid}`);
  const script = `const { freePort } = await import('./free-port.ts'); console.log((await freePort(3)).join(' '));`;
  const ran = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: import.meta.dirname });
  const others = ran.stdout.trim().split(' ');
  expect(new Set([...others, `${port}`]).size).toBe(4);
  for (const other of others) await expect(access(join(tmpdir(), 'lineclear-ports', other))).rejects.toThrow('ENOENT');
});
