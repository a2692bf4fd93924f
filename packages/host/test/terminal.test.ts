import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Home, makeHome } from './home.ts';
import { runHere } from './in-process.ts';

let home: Home;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => home.remove());

const toy = (args: readonly string[], types: readonly string[]) => runHere({ args, home, types });
const shelf = async (): Promise<unknown> => JSON.parse(await readFile(join(home.project, 'shelf.json'), 'utf8'));

test('a person at the terminal sees the preview and says yes', async () => {
  const ended = await toy(['call', 'item_remove', '--arg', 'name=apple'], ['y\n']);
  expect(ended.stderr).toContain('Remove 3 apple from the shelf.');
  expect(JSON.parse(ended.stdout)).toMatchObject({ status: 'executed', receipt: { assurance: 'client' } });
  expect(await shelf()).toEqual({});
  expect(ended.exitCode).toBe(0);
});

test.each(['n\n', '\n', 'yess\n'])('anything but yes changes nothing: %j', async (typed) => {
  const ended = await toy(['call', 'item_remove', '--arg', 'name=apple'], [typed]);
  expect(ended.stderr).toContain('Nothing has changed.');
  expect(ended.exitCode).toBe(7);
  expect(await shelf()).toEqual({ apple: 3 });
});

test('a plan that needs an approver is never asked about here', async () => {
  await home.write(
    'lineclear.yaml',
    'profiles:\n  production: { approval: { destructive: human }, shelf: { file: ./shelf.json } }\n',
  );
  const ended = await toy(['call', 'item_remove', '--arg', 'name=apple'], ['y\n']);
  expect(ended.exitCode).toBe(6);
  expect(ended.stderr).not.toContain('[y/N]');
  expect(await shelf()).toEqual({ apple: 3 });
});

test('a passphrase is typed twice, is never shown, and signs', async () => {
  const passphrase = 'four unrelated words';
  const different = await toy(['approver', 'add', 'alice'], [`${passphrase}\r`, 'four unrelated word\r']);
  expect(different.stderr).toContain('not the same');
  expect(different.exitCode).toBe(2);

  const added = await toy(['approver', 'add', 'alice'], [`${passphrase}\r`, `${passphrase}\r`]);
  expect(added.exitCode).toBe(0);
  expect(added.stderr).not.toContain(passphrase);

  await home.write(
    'lineclear.yaml',
    'profiles:\n  production: { approval: { destructive: human }, shelf: { file: ./shelf.json } }\n',
  );
  const { ticket } = JSON.parse((await toy(['call', 'item_remove', '--arg', 'name=apple'], [])).stdout);
  const approved = await toy(['approve', ticket], [`${passphrase}x\u007f\r`]);
  expect(approved.stderr).toContain('Approved.');
  expect(approved.exitCode).toBe(0);
});

test('a call that waited for an approver goes on with the arguments that it told', async () => {
  const passphrase = 'four unrelated words';
  await toy(['approver', 'add', 'alice'], [`${passphrase}\r`, `${passphrase}\r`]);
  await home.write(
    'lineclear.yaml',
    'profiles:\n  production: { approval: { destructive: human }, shelf: { file: ./shelf.json } }\n',
  );
  const waiting = await toy(['call', 'item_remove', '--arg', 'name=apple'], []);
  const { ticket } = JSON.parse(waiting.stdout);
  const told = `--arg confirm=true --arg ticket=${ticket}`;
  expect(waiting.stderr).toContain(told);
  await toy(['approve', ticket], [`${passphrase}\r`]);

  const ended = await toy(['call', 'item_remove', '--arg', 'name=apple', ...told.split(' ')], []);
  expect(JSON.parse(ended.stdout)).toMatchObject({ status: 'executed', receipt: { assurance: 'human', approver: 'alice' } });
  expect(await shelf()).toEqual({});
});

test('Ctrl-C at a passphrase does nothing', async () => {
  const ended = await toy(['approver', 'add', 'alice'], ['four unrel\u0003']);
  expect(ended.exitCode).toBe(130);
  expect((await toy(['approver', 'list'], [])).stdout).not.toContain('alice');
});
