import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Home, makeHome } from './home.ts';
import { runHere } from './in-process.ts';

let home: Home;
let passphraseFile: string;
beforeEach(async () => {
  home = await makeHome();
  passphraseFile = join(home.home, 'passphrase');
  await writeFile(passphraseFile, 'correct horse battery\n', { mode: 0o600 });
  await home.write(
    'lineclear.yaml',
    'profiles:\n  production:\n    approval: { destructive: human }\n    shelf: { file: ./shelf.json }\n',
  );
});
afterEach(() => home.remove());

const toy = (args: readonly string[]) => runHere({ args, home });
const shelf = async (): Promise<unknown> => JSON.parse(await readFile(join(home.project, 'shelf.json'), 'utf8'));
const enrol = (name = 'alice') => toy(['approver', 'add', name, '--passphrase-file', passphraseFile]);
const preview = async (): Promise<string> =>
  JSON.parse((await toy(['call', 'item_remove', '--arg', 'name=apple'])).stdout).ticket;
const confirm = (ticket: string) =>
  toy(['call', 'item_remove', '--json', JSON.stringify({ name: 'apple', confirm: true, ticket })]);

test('a plan that needs a person runs after an approver has signed it, once', async () => {
  expect((await enrol()).exitCode).toBe(0);
  const ticket = await preview();
  expect((await confirm(ticket)).exitCode).toBe(6);
  expect(await shelf()).toEqual({ apple: 3 });

  const waiting = await toy(['approvals']);
  expect(waiting.stdout).toContain('Remove 3 apple');
  const approved = await toy(['approve', ticket.slice(0, 12), '--passphrase-file', passphraseFile]);
  expect(approved.stderr).toContain('Remove 3 apple from the shelf.');
  expect(approved.stderr).toContain('production');
  expect(approved.stderr).toContain('"name": "apple"');
  expect(approved.exitCode).toBe(0);

  const done = await confirm(ticket);
  expect(JSON.parse(done.stdout)).toMatchObject({ status: 'executed', receipt: { assurance: 'human', approver: 'alice' } });
  expect(await shelf()).toEqual({});
  expect(JSON.parse((await confirm(ticket)).stdout)).toMatchObject({ replayed: true });
});

test('a rejected plan stays closed', async () => {
  await enrol();
  const ticket = await preview();
  expect((await toy(['reject', ticket, '--passphrase-file', passphraseFile])).exitCode).toBe(0);
  const ended = await confirm(ticket);
  expect(ended.exitCode).toBe(7);
  expect(ended.stderr).toContain('rejected');
  expect(await shelf()).toEqual({ apple: 3 });
});

test('another passphrase, an unknown approver, an unknown ticket and nobody enrolled decide nothing', async () => {
  const ticket = await preview();
  const nobody = await toy(['approve', ticket, '--passphrase-file', passphraseFile]);
  expect(nobody.stderr).toContain('approver add');
  expect(nobody.exitCode).toBe(1);

  await enrol();
  const wrong = join(home.home, 'wrong');
  await writeFile(wrong, 'incorrect horse\n');
  expect((await toy(['approve', ticket, '--passphrase-file', wrong])).stderr).toContain('does not open the key');
  expect((await toy(['approve', ticket, '--as', 'bob', '--passphrase-file', passphraseFile])).exitCode).toBe(1);
  expect((await toy(['approve', 'lct_nothing0', '--passphrase-file', passphraseFile])).stderr).toContain('not_found');
  expect((await confirm(ticket)).exitCode).toBe(6);
  expect(await shelf()).toEqual({ apple: 3 });
});

test('keys are private, named once, listed, recorded and removable', async () => {
  await enrol();
  const folder = join(home.home, 'config', 'lineclear', 'approvers');
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(join(folder, 'alice.key'))).mode & 0o777).toBe(0o600);
  expect((await enrol()).stderr).toContain('already');
  expect((await toy(['approver', 'list'])).stdout).toMatch(/alice +here/);
  expect((await toy(['approver', 'add', '../eve', '--passphrase-file', passphraseFile])).exitCode).toBe(2);

  expect((await toy(['approver', 'remove', 'alice'])).exitCode).toBe(0);
  const left = await toy(['approver', 'list']);
  expect(left.stdout).not.toContain('alice');
  expect(left.stderr).toContain('Nobody is enrolled yet');
  const events = (await toy(['audit', 'tail', '--json'])).stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events.map((event) => event.event)).toEqual(['approver_added', 'approver_removed']);
  expect(events[0]).toMatchObject({ approver: 'alice' });
});

test('a short passphrase and a missing terminal are refused', async () => {
  const short = join(home.home, 'short');
  await writeFile(short, 'short\n');
  expect((await toy(['approver', 'add', 'alice', '--passphrase-file', short])).exitCode).toBe(2);
  const none = await toy(['approver', 'add', 'alice']);
  expect(none.stderr).toContain('--passphrase-file');
  expect(none.exitCode).toBe(2);
});

test('doctor warns when nobody could approve', async () => {
  expect((await toy(['doctor'])).stdout).toMatch(/warn {2}approvers/);
  await enrol();
  await chmod(home.state, 0o755);
  const later = (await toy(['doctor'])).stdout;
  expect(later).toMatch(/ok {4}approvers +alice/);
});
