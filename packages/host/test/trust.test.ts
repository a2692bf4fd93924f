import { access, mkdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Home, makeHome } from './home.ts';
import { runHere } from './in-process.ts';

let home: Home;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => home.remove());

const toy = (args: readonly string[], env: Record<string, string> = {}) => runHere({ args, home, env });
const path = (): string => join(home.project, 'lineclear.yaml');
const mark = (): string => join(home.home, 'mark');
const config = (): string =>
  `profiles: { x: { shelf: { file: ${join(home.project, 'shelf.json')}, token: "\${command:sh -c 'echo a-long-secret | tee ${mark()}'}" } } }\n`;
/** As somebody else's project brings it. */
const lay = (text = config()): Promise<void> => writeFile(path(), text);
const ran = (): Promise<boolean> =>
  access(mark()).then(
    () => true,
    () => false,
  );

test.each([['tools'], ['doctor'], ['call', 'item_list'], ['audit', 'verify'], ['serve'], []])(
  'a configuration that only lies in the current folder stops "%s" with the command that trusts it',
  async (...args) => {
    await lay();
    const ended = await toy(args);
    expect(ended.exitCode).toBe(3);
    expect(`${ended.stdout}${ended.stderr}`).toContain(`${path()} lies in the current folder, and you have not trusted it`);
    expect(`${ended.stdout}${ended.stderr}`).toContain(`toy-host config trust ${path()}`);
    expect(await ran()).toBe(false);
  },
);

test.each(['the flag', 'the variable', 'the user folder'])('one that %s chose counts', async (choice) => {
  const user = join(home.home, 'config', 'lineclear');
  await mkdir(user, { recursive: true });
  const chosen = join(choice === 'the user folder' ? user : home.project, 'lineclear.yaml');
  await writeFile(chosen, config());
  const args = choice === 'the flag' ? ['tools', '--config', 'lineclear.yaml'] : ['tools'];
  const ended = await toy(args, choice === 'the variable' ? { LINECLEAR_CONFIG: chosen } : {});
  expect(ended.exitCode).toBe(0);
  expect(await ran()).toBe(true);
  // It was chosen for this run; the next one has to say so again.
  if (choice === 'the flag') expect((await toy(['tools'])).exitCode).toBe(3);
});

test('one that is trusted counts until it changes', async () => {
  await lay();
  expect((await toy(['config', 'trust'])).stdout).toBe(`trusted  ${path()}, until it changes\n`);
  expect((await toy(['tools'])).exitCode).toBe(0);
  await lay(`${config()}# changed\n`);
  const ended = await toy(['tools']);
  expect(ended.exitCode).toBe(3);
  expect(ended.stderr).toContain(`${path()} changed since you trusted it`);
  await toy(['config', 'trust', 'lineclear.yaml']);
  expect((await toy(['tools'])).exitCode).toBe(0);
});

test('trust can be taken back, also for a file that is gone', async () => {
  await lay();
  await toy(['config', 'trust']);
  await rename(path(), join(home.project, 'elsewhere.yaml'));
  expect((await toy(['config', 'untrust'])).stdout).toContain('not trusted any more');
  await rename(join(home.project, 'elsewhere.yaml'), path());
  expect((await toy(['tools'])).exitCode).toBe(3);
  expect((await toy(['config', 'untrust'])).stdout).toContain('was not trusted');
});

test('a link to a trusted file is not trusted: its paths would mean something else', async () => {
  const mine = join(home.home, 'mine');
  await mkdir(mine);
  await writeFile(join(mine, 'lineclear.yaml'), config());
  await toy(['config', 'trust', join(mine, 'lineclear.yaml')]);
  await symlink(join(mine, 'lineclear.yaml'), path());
  expect((await toy(['tools'])).exitCode).toBe(3);
});

test('the list of what is trusted is for this user alone, and a broken one trusts nobody', async () => {
  await lay();
  await toy(['config', 'trust']);
  const file = join(home.state, 'trusted-configs.json');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await writeFile(file, '{');
  expect((await toy(['tools'])).exitCode).toBe(3);
});

test('a file that is not there cannot be trusted', async () => {
  const ended = await toy(['config', 'trust']);
  expect(ended.exitCode).toBe(2);
  expect(ended.stderr).toContain('does not exist');
});

test('what init writes is trusted', async () => {
  expect((await toy(['init', '--client', 'none'])).exitCode).toBe(0);
  expect((await toy(['tools'])).exitCode).toBe(0);
});

test('init leaves alone what is not trusted, and enters it nowhere', async () => {
  await lay();
  const ended = await toy(['init', '--client', 'claude']);
  expect(ended.exitCode).toBe(3);
  expect(ended.stderr).toContain('config trust');
  await expect(readFile(join(home.project, '.mcp.json'), 'utf8')).rejects.toThrow('ENOENT');
});

test('what init adds to a trusted file is trusted, and a named one does not become so', async () => {
  await home.write('stores.json', '[{"name":"north"}]');
  const mine = 'profiles: { x: { shelf: { file: ./shelf.json } } }\n';
  await lay(mine);
  await toy(['init', '--client', 'none', '--config', 'lineclear.yaml', '--from-stores']);
  expect((await toy(['tools'])).exitCode).toBe(3);
  await lay(mine);
  await toy(['config', 'trust']);
  await toy(['init', '--client', 'none', '--from-stores']);
  expect((await toy(['call', 'item_list', '--profile', 'north'])).exitCode).toBe(0);
});
