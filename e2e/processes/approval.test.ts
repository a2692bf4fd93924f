import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf, valueOf } from './app/frames.ts';
import { type Home, makeHome } from './app/home.ts';
import { openStdio, type RawStdio } from './app/raw-stdio.ts';
import { type Ended, run } from './app/start.ts';

let home: Home;
let passphrase: string;
let server: RawStdio;
const command = (...args: readonly string[]): Promise<Ended> => run({ home, args });

beforeAll(async () => {
  home = await makeHome();
  passphrase = join(home.folder, 'passphrase');
  await writeFile(passphrase, 'correct horse battery staple\n', { mode: 0o600 });
  await command('approver', 'add', 'alice', '--passphrase-file', passphrase);
  server = await openStdio({ home, era: 'modern' });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await home[Symbol.asyncDispose]();
});

/** A program that the profile does not allow: only a person can let it run. */
const programs = ['date', 'hostname', 'id', 'whoami', 'nproc', 'arch'].map((name) => ({ argv: [name] }));
const nextProgram = (): { argv: string[] } => programs.shift() ?? { argv: ['true'] };

const previewed = async (args: object): Promise<string> => {
  const value = valueOf(await server.callTool('process_run', args));
  expect(value).toMatchObject({
    status: 'preview',
    approval: { required: 'human', how: expect.stringContaining('approve lct_') },
  });
  return String(value['ticket']);
};
const confirm = (args: object, more: object = {}) => server.callTool('process_run', { ...args, confirm: true, ...more });

describe('a plan that needs a person outside the client', () => {
  test('previewed by one process and approved by another runs in the first', async () => {
    const args = nextProgram();
    const ticket = await previewed(args);
    expect(errorOf(await confirm(args))).toMatchObject({ code: 'awaiting_approval', details: { required: 'human', ticket } });
    expect((await command('approvals')).stdout).toContain(`Run ${args.argv[0]}`);

    const approved = await command('approve', ticket, '--passphrase-file', passphrase);
    expect(approved.exitCode).toBe(0);
    expect(approved.stderr).toContain(`Run ${args.argv[0]}`);
    expect(valueOf(await server.callTool('approval_list', {}))).toMatchObject({
      plans: [{ ticket, decision: 'approved', approver: 'alice' }],
    });

    const done = valueOf(await confirm(args));
    expect(done).toMatchObject({
      status: 'executed',
      result: { exit_code: 0 },
      receipt: { assurance: 'human', approver: 'alice' },
    });
    expect(valueOf(await confirm(args))).toMatchObject({ replayed: true });
  });

  test('runs after the approval although it was previewed again meanwhile', async () => {
    const args = nextProgram();
    const ticket = await previewed(args);
    expect((await command('approve', ticket, '--passphrase-file', passphrase)).exitCode).toBe(0);
    await previewed(args);
    expect(valueOf(await confirm(args))).toMatchObject({ status: 'executed', receipt: { approver: 'alice' } });
  });

  test('rejected by the other process never runs', async () => {
    const args = nextProgram();
    const ticket = await previewed(args);
    expect((await command('reject', ticket, '--passphrase-file', passphrase)).exitCode).toBe(0);
    expect(errorOf(await confirm(args))).toMatchObject({ code: 'rejected', hint: expect.any(String) });
    expect(errorOf(await confirm(args, { ticket }))).toMatchObject({ code: 'rejected' });
  });

  test('is not raised by anything that the model can write', async () => {
    const args = nextProgram();
    const ticket = await previewed(args);
    for (const claim of [{ approved: true }, { approver: 'alice' }, { assurance: 'human' }, { approve: true }])
      expect(errorOf(await confirm(args, { ticket, ...claim }))).toMatchObject({ code: 'invalid_input' });
    expect(errorOf(await confirm(args, { ticket }))).toMatchObject({ code: 'awaiting_approval' });
    const yes = await command('call', 'process_run', '--json', JSON.stringify({ argv: args.argv }), '--yes');
    expect(yes.exitCode).toBe(6);
  });

  test('is not decided by an approver that was added after the server started', async () => {
    const args = nextProgram();
    const ticket = await previewed(args);
    expect((await command('approver', 'add', 'mallory', '--passphrase-file', passphrase)).exitCode).toBe(0);
    expect((await command('approve', ticket, '--as', 'mallory', '--passphrase-file', passphrase)).exitCode).toBe(0);
    expect(errorOf(await confirm(args))).toMatchObject({ code: 'awaiting_approval' });
    expect((await command('approver', 'remove', 'mallory')).exitCode).toBe(0);
  });

  test('a deletion that no client can ask about is approved the same way', async () => {
    const args = { path: 'junk.txt' };
    const { ticket, approval } = valueOf(await server.callTool('fs_delete', args));
    expect(approval).toMatchObject({ required: 'client' });
    expect(errorOf(await server.callTool('fs_delete', { ...args, confirm: true }))).toMatchObject({ code: 'awaiting_approval' });
    expect((await command('approve', String(ticket), '--as', 'alice', '--passphrase-file', passphrase)).exitCode).toBe(0);
    expect(valueOf(await server.callTool('fs_delete', { ...args, confirm: true }))).toMatchObject({
      status: 'executed',
      receipt: { assurance: 'human', approver: 'alice' },
    });
  });
});
