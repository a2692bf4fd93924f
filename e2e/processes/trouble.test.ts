import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { errorOf, valueOf } from './app/frames.ts';
import { type Home, makeHome } from './app/home.ts';
import { callTool, send } from './app/raw-http.ts';
import { openStdio } from './app/raw-stdio.ts';
import { serveHttp } from './app/serve-http.ts';
import { run } from './app/start.ts';

let home: Home;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => home[Symbol.asyncDispose]());

const isRoot = process.getuid?.() === 0;
const write = { path: 'made.txt', content: 'x' };
const wasMade = (): boolean => existsSync(join(home.workspace, 'made.txt'));
/** Every way to start, each of which has to end with the same explanation. */
const starts: readonly (readonly string[])[] = [
  ['serve'],
  ['serve', '--http', '127.0.0.1:0'],
  ['call', 'fs_write', '--arg', 'path=made.txt', '--arg', 'content=x', '--yes'],
];

/** A small file system of its own over a folder; `undefined` where this user may not mount one. */
const mountSmall = ({ folder, kilobytes }: { folder: string; kilobytes: number }) => {
  const mount = (...args: readonly string[]): boolean => spawnSync('mount', args).status === 0;
  if (!mount('-t', 'tmpfs', '-o', `size=${kilobytes}k,mode=0700`, 'lineclear-e2e', folder)) return undefined;
  return {
    makeReadOnly: (): void => void mount('-o', 'remount,ro', folder),
    [Symbol.asyncDispose]: async (): Promise<void> => void spawnSync('umount', ['--lazy', folder]),
  };
};
const noMount = 'platform: this user may not mount a file system';

describe('a store that cannot be used', () => {
  test.each([
    { title: 'other bytes', content: Buffer.from('this is not a database'.repeat(500)) },
    { title: 'half a page', content: Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(300, 7)]) },
  ])('because the file is corrupt ($title) starts nothing, and the file stays as it is', async ({ content }) => {
    await mkdir(home.state, { recursive: true, mode: 0o700 });
    await writeFile(home.storeFile, content);
    for (const args of starts) {
      const { exitCode, stdout, stderr } = await run({ home, args });
      expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
      expect(stderr).toContain('audit_unavailable');
      expect(stderr).toContain(home.storeFile);
      expect(stderr).toContain('fix: ');
      expect(stderr).not.toMatch(/\n +at /);
    }
    expect(await readFile(home.storeFile)).toEqual(content);
    expect(wasMade()).toBe(false);
  });

  test('because its folder is read-only starts nothing', async ({ skip }) => {
    await mkdir(home.state, { recursive: true, mode: 0o700 });
    await using mounted = mountSmall({ folder: home.state, kilobytes: 2_048 });
    // Rights do not bind root.
    if (mounted === undefined && isRoot) return skip(noMount);
    if (mounted === undefined) await chmod(home.state, 0o500);
    else mounted.makeReadOnly();
    for (const args of starts) {
      const { exitCode, stdout, stderr } = await run({ home, args });
      expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
      expect(stderr).toContain(home.state);
      expect(stderr).toContain('fix: ');
    }
    expect(wasMade()).toBe(false);
    if (mounted === undefined) await chmod(home.state, 0o700);
  });
});

describe('a disk that fills up while a server runs', () => {
  const answersOf = async (
    call: (name: string, args: object) => ReturnType<typeof callTool>,
    fill: () => Promise<void>,
    empty: () => Promise<void>,
  ) => {
    const { ticket } = valueOf(await call('fs_write', write));
    await fill();
    const confirmed = errorOf(await call('fs_write', { ...write, confirm: true, ticket }));
    const previewed = errorOf(await call('fs_write', { path: 'other.txt', content: 'x' }));
    expect(confirmed).toMatchObject({ code: 'audit_unavailable', hint: expect.stringMatching(/./) });
    expect(previewed).toMatchObject({ code: 'audit_unavailable' });
    expect(wasMade()).toBe(false);
    await empty();
    expect(valueOf(await call('fs_write', { ...write, confirm: true, ticket }))).toMatchObject({ status: 'executed' });
    expect(wasMade()).toBe(true);
  };
  const verifies = async (): Promise<void> => {
    const { exitCode, stdout } = await run({ home, args: ['audit', 'verify'] });
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^ok: /)]);
  };

  // The soft limit of a running process can be lowered and raised by its user: every write beyond it fails.
  test.each(['legacy', 'modern'] as const)('nothing runs over stdio in the %s era until there is room again', async (era) => {
    await using client = await openStdio({ home, era });
    const limit = async (bytes: string): Promise<void> => {
      execFileSync('prlimit', ['--pid', String(client.child.pid), `--fsize=${bytes}:`]);
    };
    await answersOf(
      (name, args) => client.callTool(name, args),
      () => limit('0'),
      () => limit('unlimited'),
    );
    client.child.stdin?.end();
    expect((await client.ended).exitCode).toBe(0);
    await verifies();
  });

  test('nothing runs over HTTP, and readiness says so, until there is room again', async ({ skip }) => {
    await mkdir(home.state, { recursive: true });
    await using mounted = mountSmall({ folder: home.state, kilobytes: 1_024 });
    if (mounted === undefined) return skip(noMount);
    await using server = await serveHttp({ home });
    const filler = join(home.state, 'filler');
    const ready = async () => (await send({ url: server.url.replace(/mcp$/, 'health/ready'), method: 'GET' })).status;
    const fill = async (): Promise<void> => {
      // In small pieces, so that not even a page is left.
      for (const size of [65_536, 4_096, 512]) {
        const piece = Buffer.alloc(size, 'x');
        while (
          await writeFile(filler, piece, { flag: 'a' }).then(
            () => true,
            () => false,
          )
        );
      }
      await expect.poll(ready).toBe(503);
    };
    await answersOf(
      (name, args) => callTool({ ...server, name, args }),
      fill,
      () => rm(filler),
    );
    await expect.poll(ready).toBe(200);
    server.child.kill('SIGTERM');
    expect((await server.ended).exitCode).toBe(0);
    await verifies();
  });
});
