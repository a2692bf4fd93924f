import { readdir, readFile, readlink } from 'node:fs/promises';
import { expect } from 'vitest';
import type { Example } from '../example.ts';
import type { World } from '../world.ts';

/** A program that waits for the end of its input. The flags only tell one from the other. */
const counter = (flag: string) => ({ argv: ['wc', flag] });
const running = (flag: string) => ({ tool: 'process_start', args: counter(flag), take: ['process_id'] });
const unknown = { process_id: '00000000-0000-4000-8000-000000000000' };

/** Whether it runs in the workspace of this world. */
const isRunning =
  (flag: string) =>
  async ({ home }: World): Promise<boolean> => {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const found = await Promise.all(
      pids.map(async (pid) => {
        const [commandLine, folder] = await Promise.all([
          readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
          readlink(`/proc/${pid}/cwd`).catch(() => ''),
        ]);
        return commandLine === `wc\0${flag}\0` && folder === home.workspace;
      }),
    );
    return found.includes(true);
  };

export const processReads: readonly Example[] = [
  {
    tool: 'process_list',
    before: { ...running('--lines'), take: [] },
    args: {},
    answers: { processes: expect.arrayContaining([expect.objectContaining({ argv: ['wc', '--lines'], state: 'running' })]) },
    error: { args: { all: true }, code: 'invalid_input' },
  },
  {
    tool: 'process_read',
    before: running('-c'),
    args: {},
    answers: { text: '', left_out: 0, state: 'running', untrusted: true },
    error: { args: unknown, code: 'not_found' },
  },
  {
    tool: 'process_wait',
    before: running('-m'),
    args: { timeout_s: 1 },
    answers: { found: false, state: 'running' },
    error: { args: { ...unknown, timeout_s: 1 }, code: 'not_found' },
  },
];

export const processWrites: readonly Example[] = [
  {
    tool: 'process_start',
    args: counter('-w'),
    answers: { risk: 'reversible', approval: { required: 'model' } },
    executes: { result: {}, afterwards: isRunning('-w'), found: true },
    error: { args: { argv: ['no-such-program'] }, code: 'not_found' },
  },
  {
    tool: 'process_write',
    before: running('-l'),
    args: { text: 'one line', end: true },
    answers: { status: 'executed', action: 'process_write', receipt: { outcome: 'executed' } },
    error: { args: { ...unknown, text: 'one line' }, code: 'not_found' },
  },
  {
    tool: 'process_stop',
    before: running('-L'),
    args: {},
    answers: { risk: 'reversible', approval: { required: 'model' } },
    executes: { result: { state: 'stopped', signal: 'SIGTERM' }, afterwards: isRunning('-L'), found: false },
    error: { args: unknown, code: 'not_found' },
  },
];
