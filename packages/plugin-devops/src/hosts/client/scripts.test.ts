import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../../test/temp-folder.ts';
import { outcomeScript, runScript } from './scripts.ts';

const shells = ['/bin/dash', '/bin/bash', '/bin/busybox'].filter(existsSync);

describe.each(shells)('the scripts of a run, in %s', (shell) => {
  /** Runs a script as sshd does: in a session of its own. */
  const run = async ({
    home,
    script,
    words,
    input = '',
    path = process.env['PATH'] ?? '',
  }: {
    path?: string;
    home: string;
    script: string;
    words: readonly string[];
    input?: string;
  }) => {
    const start = shell.endsWith('busybox') ? ['sh'] : [];
    const child = spawn(shell, [...start, '-c', script, 'lineclear-test', ...words], {
      env: { HOME: home, PATH: path },
      detached: true,
    });
    const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    return { stdout, stderr, status };
  };
  const start = (
    home: string,
    argv: readonly string[],
    more: { plan?: string; bytes?: string; input?: string; sweep?: string; script?: string; path?: string; folder?: string } = {},
  ) =>
    run({
      home,
      script: more.script ?? runScript,
      words: [more.plan ?? 'plan-1', more.sweep ?? '0', more.folder ?? '', more.bytes ?? '-', 'none', ...argv],
      input: more.input ?? '',
      ...(more.path !== undefined && { path: more.path }),
    });
  const outcome = (home: string, plan = 'plan-1') => run({ home, script: outcomeScript, words: [plan] });
  const runs = (home: string) => join(home, '.cache/lineclear/runs');

  it.each(['.:/usr/bin:/bin', '/usr/bin:/bin:', ':/bin', '/usr/bin::/bin', 'bin:/bin'])(
    'find no program in the folder that it runs in, whatever the path "%s" of the account says',
    async (path) => {
      const home = await tempFolder();
      await mkdir(join(home, 'bin'));
      for (const name of ['lineclear-planted', 'bin/lineclear-planted'])
        // oxlint-disable-next-line no-await-in-loop -- two
        await writeFile(join(home, name), '#!/bin/sh\necho planted\n', { mode: 0o755 });
      const ended = await start(home, ['lineclear-planted'], { path, folder: home });
      expect(ended.status).toBe(127);
      expect(ended.stdout).not.toContain('planted');
    },
  );

  it('run a program once for a plan, and tell how it ended', async () => {
    const home = await tempFolder();
    const argv = ['sh', '-c', 'echo out; echo err >&2; echo x >>"$HOME/ran"; exit 5'];
    expect(await start(home, argv)).toMatchObject({
      stdout: expect.stringMatching(/^\u001elineclear started \d+\nout\n$/),
      stderr: 'err\n',
      status: 5,
    });
    expect(await start(home, argv)).toEqual({ stdout: '\u001elineclear again\n', stderr: '', status: 0 });
    expect(await outcome(home)).toMatchObject({
      stdout: expect.stringMatching(/^\u001elineclear 5\|[^\n]*\nout\n$/),
      stderr: 'err\n',
    });
    expect(await readFile(join(home, 'ran'), 'utf8')).toBe('x\n');
  });

  it('let one of many starts of the same plan win', async () => {
    const home = await tempFolder();
    const all = await Promise.all(Array.from({ length: 8 }, () => start(home, ['sh', '-c', 'echo x >>"$HOME/ran"'])));
    expect(all.filter(({ stdout }) => stdout.includes('started'))).toHaveLength(1);
    expect(await readFile(join(home, 'ran'), 'utf8')).toBe('x\n');
  });

  it('keep from starting what had not started when somebody asked for the outcome', async () => {
    const home = await tempFolder();
    expect((await outcome(home)).stdout).toMatch(/^\u001elineclear \|[^|]*\|void\|/);
    expect((await start(home, ['touch', join(home, 'made')])).stdout).toBe('\u001elineclear again\n');
    expect(await readdir(home)).toEqual(['.cache']);
  });

  it('start nothing whose input did not come whole, and give it whole otherwise', async () => {
    const home = await tempFolder();
    expect((await start(home, ['cat'], { bytes: '10', input: 'half' })).stdout).toBe('\u001elineclear noinput\n');
    expect((await start(home, ['cat'], { plan: 'plan-2', bytes: '5', input: 'whole' })).stdout).toMatch(/\nwhole$/);
    // Input may hold a secret: it is not kept.
    expect((await readdir(runs(home))).filter((name) => name === 'plan-2.in')).toEqual([]);
  });

  it('keep the first 64 KB of an output, and let the program go on', async () => {
    const home = await tempFolder();
    const { stdout, status } = await start(home, [
      'sh',
      '-c',
      'head -c 300000 /dev/zero | tr "\\0" x; head -c 300000 /dev/zero | tr "\\0" y >&2',
    ]);
    expect(status).toBe(0);
    expect(stdout.length).toBeGreaterThan(300_000);
    for (const stream of ['out', 'err']) {
      // oxlint-disable-next-line no-await-in-loop -- two files
      const kept = (await readFile(join(runs(home), `plan-1.${stream}`))).length;
      expect(kept).toBeGreaterThanOrEqual(65_536);
      expect(kept).toBeLessThanOrEqual(131_072);
    }
  });

  it('use named pipes where the shell has no other ones', async () => {
    const home = await tempFolder();
    const script = runScript.replace('out=/proc/self/fd/3 err=/proc/self/fd/4', 'out=/no-such-pipe err=/no-such-pipe');
    expect(script).not.toBe(runScript);
    const { stdout, stderr, status } = await start(home, ['sh', '-c', 'echo out; echo err >&2; exit 3'], { script });
    expect({ stderr, status }).toEqual({ stderr: 'err\n', status: 3 });
    expect(stdout).toMatch(/\nout\n$/);
    expect((await outcome(home)).stdout).toMatch(/ 3\|[^\n]*\nout\n$/);
  });

  it('remove records that are older than a day, and no others', async () => {
    const home = await tempFolder();
    await mkdir(runs(home), { recursive: true });
    for (const [name, days] of [
      ['old.status', 3],
      ['recent.status', 0.5],
    ] as const) {
      const file = join(runs(home), name);
      const time = new Date(Date.now() - days * 86_400_000);
      // oxlint-disable-next-line no-await-in-loop -- two files
      await writeFile(file, '0\n');
      // oxlint-disable-next-line no-await-in-loop -- two files
      await utimes(file, time, time);
    }
    await start(home, ['true'], { sweep: '1' });
    await expect.poll(() => readdir(runs(home))).not.toContain('old.status');
    expect(await readdir(runs(home))).toContain('recent.status');
  });
});
