import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Home, makeHome } from './home.ts';
import { runHere } from './in-process.ts';

let home: Home;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => home.remove());

const toy = (args: readonly string[]) => runHere({ args, home });
const init = (...args: readonly string[]) => toy(['init', '--client', 'none', ...args]);
const inProject = (name: string): Promise<string> => readFile(join(home.project, name), 'utf8');
const secrets = (): string => join(home.home, 'config', 'lineclear', 'secrets');
const stores = (list: readonly object[]): Promise<string> => home.write('stores.json', JSON.stringify(list));

const north = { name: 'north', tier: 'staging', token: 'north-token' };
const south = { name: 'south', writes: 'off', token: 'south-token' };

test('whole profiles come into the first configuration, and it works', async () => {
  await stores([north, south]);
  const ended = await init('--from-stores');
  expect(ended.exitCode).toBe(0);
  expect(ended.stdout).toContain('Stores: read\n        2 stores\n');
  const text = await inProject('lineclear.yaml');
  expect(text).toContain('default: north');
  expect(text).toMatch(/ {2}north:\n {4}tier: staging\n {4}shelf:/);
  expect(text).toMatch(/ {2}south:\n {4}writes: off\n/);
  expect((await toy(['call', 'item_list'])).stdout).toContain('apple');
  expect((await toy(['call', 'item_list', '--profile', 'south'])).stdout).toContain('apple');
  expect((await toy(['call', 'item_list', '--profile', 'local'])).stdout).toContain('apple');
});

test('a secret is in a file of its own for this user alone, and nowhere else', async () => {
  await stores([north]);
  const ended = await init('--from-stores');
  const file = join(secrets(), 'north-shelf-token');
  expect(await readFile(file, 'utf8')).toBe('north-token\n');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(secrets())).mode & 0o777).toBe(0o700);
  const text = await inProject('lineclear.yaml');
  expect(text).toContain(`token: \${file:${file}}`);
  expect(ended.stdout).toContain(`wrote  ${file}`);
  expect((await toy(['doctor'])).stdout).toContain(`token: file ${file}`);
  expect(`${text}${ended.stdout}${ended.stderr}`).not.toContain('north-token');
});

test('a secret that is kept already is not written again, and another one does not replace it', async () => {
  await mkdir(secrets(), { recursive: true });
  await writeFile(join(secrets(), 'north-shelf-token'), 'of another project\n');
  await writeFile(join(secrets(), 'south-shelf-token'), 'south-token\n');
  await stores([north, south]);
  await init('--from-stores');
  expect(await readFile(join(secrets(), 'north-shelf-token'), 'utf8')).toBe('of another project\n');
  expect(await readFile(join(secrets(), 'north-shelf-token-2'), 'utf8')).toBe('north-token\n');
  expect((await readdir(secrets())).toSorted()).toEqual(['north-shelf-token', 'north-shelf-token-2', 'south-shelf-token']);
  expect(await inProject('lineclear.yaml')).toContain('north-shelf-token-2}');
});

const mine = `# mine
profiles:
  # the first
  north:
    shelf: { file: ./shelf.json } # as it was
policy:
  - { tool: item_remove, allow: deny }
`;

test('an existing configuration gets the missing profiles and keeps everything else', async () => {
  await home.write('lineclear.yaml', mine);
  await stores([north, south]);
  const ended = await init('--from-stores');
  expect(ended.stdout).toContain(`added to  ${join(home.project, 'lineclear.yaml')}: south\n`);
  expect(ended.stdout).toContain('the profile "north" is there already and was left as it is');
  const text = await inProject('lineclear.yaml');
  for (const line of mine.trimEnd().split('\n')) expect(text).toContain(line);
  expect(text).toContain('  south:\n    writes: off\n');
  // It was the only profile, and so the active one.
  expect(text).toContain('default: north');
  expect(await readdir(secrets())).toEqual(['south-shelf-token']);
  const backups = (await readdir(home.project)).filter((name) => name.startsWith('lineclear.yaml.backup-'));
  expect(backups).toHaveLength(1);
  expect(await inProject(backups[0] ?? '')).toBe(mine);
  expect((await toy(['call', 'item_list', '--profile', 'south'])).stdout).toContain('apple');
});

test('nothing is touched when all profiles are there', async () => {
  await home.write('lineclear.yaml', mine);
  await stores([north]);
  const ended = await init('--from-stores');
  expect(ended.stdout).toContain('kept  ');
  expect(await inProject('lineclear.yaml')).toBe(mine);
  await expect(readdir(secrets())).rejects.toThrow('ENOENT');
});

test.each([
  ['a text that is not YAML', 'profiles: [\n', 'lineclear.yaml:2:1'],
  ['profiles that are no mapping', 'profiles: [a]\n', 'no mapping of profiles'],
])('%s is told and left alone', async (_what, text, expected) => {
  await home.write('lineclear.yaml', text);
  await stores([north]);
  const ended = await init('--from-stores');
  expect(ended.exitCode).toBe(3);
  expect(ended.stderr).toContain(expected);
  expect(await inProject('lineclear.yaml')).toBe(text);
  await expect(readdir(secrets())).rejects.toThrow('ENOENT');
});

test.each(['# mine\n', '# mine\nprofiles:\n'])('a configuration without profiles gets its first ones: %j', async (text) => {
  await home.write('lineclear.yaml', text);
  await stores([north]);
  expect((await init('--from-stores')).exitCode).toBe(0);
  expect(await inProject('lineclear.yaml')).toMatch(/^# mine\n/);
  expect((await toy(['call', 'item_list'])).stdout).toContain('apple');
});

test('a dry run shows what would be written, without secrets, and writes nothing', async () => {
  await stores([north]);
  const before = await readdir(home.project);
  const ended = await init('--from-stores', '--dry-run');
  expect(ended.stdout).toContain('would write');
  expect(ended.stdout).toContain('north-shelf-token}');
  expect(ended.stdout).not.toContain('north-token');
  expect(await readdir(home.project)).toEqual(before);
  await expect(readdir(secrets())).rejects.toThrow('ENOENT');
});

test('a file can be named', async () => {
  await home.write('else.json', JSON.stringify([south]));
  await init('--from-stores', 'else.json');
  expect(await inProject('lineclear.yaml')).toContain('south:');
});

test('every place that was looked at is told when nothing was found, and nothing is written', async () => {
  const ended = await init('--from-stores');
  expect(ended.exitCode).toBe(1);
  expect(ended.stderr).toContain(join(home.project, 'stores.json'));
  expect(ended.stderr).toContain(join(home.project, 'old-stores.json'));
  expect(ended.stderr).toContain('--from-stores <file>');
  await expect(inProject('lineclear.yaml')).rejects.toThrow('ENOENT');
});

test('a plain init only says what could be taken over', async () => {
  await stores([north]);
  const ended = await init();
  expect(ended.stdout).toContain('Stores: north can be taken over with --from-stores');
  expect(await inProject('lineclear.yaml')).not.toContain('north');
});

test('what a plain init cannot read stops nothing', async () => {
  await home.write('stores.json', '{');
  const ended = await init();
  expect(ended.exitCode).toBe(0);
  expect(ended.stdout).toContain('Stores: ');
});

test('what an importer finds for the profile local is added under that name', async () => {
  await home.write('lineclear.yaml', mine);
  await home.write('found-shelf.json', '{"found":1}');
  expect((await init('--from-shelf-file')).stdout).toContain('lineclear.yaml: local');
  expect(await inProject('lineclear.yaml')).toContain(
    '  local:\n    tier: development\n    shelf:\n      file: ./found-shelf.json',
  );
});
