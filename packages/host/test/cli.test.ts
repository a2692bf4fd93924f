import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HostSpec } from '../src/host-spec.ts';
import { type Home, makeHome } from './home.ts';
import { runHere } from './in-process.ts';
import { toyPlugin } from './toy-plugin.ts';

let home: Home;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => home.remove());

const toy = (args: readonly string[], env: Record<string, string> = {}, spec: Partial<HostSpec> = {}, atTerminal = false) =>
  runHere({ args, home, env, spec, atTerminal });
const shelf = async (): Promise<unknown> => JSON.parse(await readFile(join(home.project, 'shelf.json'), 'utf8'));

test.each([
  [['tols'], 'Did you mean tools'],
  [['--config', 'x', 'tools'], 'write the command before its options'],
  [['--htp'], '--http'],
  [['tools', 'extra'], 'too many arguments'],
  [['call'], 'missing required argument'],
  [['--http', 'nowhere:'], 'is not an address'],
  [['tools', '--names', 'both'], 'Allowed choices'],
  [['call', 'item_list', '--json', '[]'], 'JSON object'],
  [['audit', 'tail', '-n', 'many'], '--lines'],
  [['token', 'create', 'a b'], 'cannot be a token'],
  [['token', 'create', 'local'], 'makes by itself'],
  [['token', 'create', 'ci', '--expires', 'yesterday'], 'no time in the future'],
  [['init', '--client', 'emacs'], 'The clients are'],
])('a mistake in %j is one helpful line and exit code 2', async (args, text) => {
  const ended = await toy(args);
  expect(ended.stderr).toContain(text);
  expect(ended.stdout).toBe('');
  expect(ended.exitCode).toBe(2);
});

test('tells every problem of a configuration at once, with line, key and fix, and no secret', async () => {
  const path = await home.write(
    'lineclear.yaml',
    [
      'default: stagin',
      'profiles:',
      '  staging:',
      '    shelf:',
      '      file: ./shelf.json',
      '      label: x',
      '      token: ${env:SHELF_TOKEN}',
      '      lable: y',
      '  production:',
      '    shelf: { file: ./shelf.json, token: "${file:./gone}" }',
      '    shelve: { file: ./shelf.json }',
      '  other: { tier: stage }',
      'polcy: []',
      'server: { host: x }',
      '',
    ].join('\n'),
  );
  const ended = await toy(['tools'], { SHELF_TOKEN: '' });
  expect(ended.exitCode).toBe(3);
  for (const where of [
    ':1:1  default',
    ':12:12  profiles.other.tier',
    ':7:7  profiles.staging.shelf.token',
    ':8:7  profiles.staging.shelf.lable',
    ':11:5  profiles.production.shelve',
    ':13:1  polcy',
    ':14:11  server.host: Unknown key "host".\n  fix: The keys here are hosts, origins.',
  ]) {
    expect(ended.stderr).toContain(`${path}${where}`);
  }
  expect(ended.stderr).toMatch(/10:\d+ {2}profiles\.production\.shelf\.token/);
  expect(ended.stderr.match(/fix: /g)?.length).toBeGreaterThanOrEqual(7);
});

test('a bad value that came from a secret is not told', async () => {
  await home.write(
    'lineclear.yaml',
    'profiles:\n  local:\n    shelf: { file: "${env:SECRET_FILE}", label: "${env:SECRET_LABEL}" }\n',
  );
  const ended = await toy(['tools'], { SECRET_FILE: 'x-very-secret-x', SECRET_LABEL: 'q' });
  expect(ended.exitCode).toBe(3);
  expect(ended.stderr).toContain('profiles.local.shelf.label');
  expect(ended.stderr).not.toContain('x-very-secret-x');
});

test('lists the tools with their cost, and the filters hold', async () => {
  const all = JSON.parse((await toy(['tools', '--json'])).stdout);
  expect(all.tools.find((tool: { name: string }) => tool.name === 'item_add')).toMatchObject({
    toolset: 'toy/items',
    kind: 'additive',
  });
  expect(all.total_tokens).toBe(
    all.tools.reduce((sum: number, tool: { tokens: number }) => sum + tool.tokens, all.instructions_tokens),
  );
  const items = all.tools.filter((tool: { toolset: string }) => tool.toolset === 'toy/items');
  const tokens = items.reduce((sum: number, tool: { tokens: number }) => sum + tool.tokens, 0);
  expect(all.toolsets).toContainEqual(expect.objectContaining({ name: 'toy/items', tools: items.length, tokens }));
  expect((await toy(['tools'])).stdout).toMatch(new RegExp(`^toy/items +${items.length} +${tokens} `, 'm'));

  const names = async (...args: string[]) =>
    JSON.parse((await toy(['tools', '--json', ...args])).stdout).tools.map((tool: { name: string }) => tool.name);
  expect(await names('--read-only')).not.toContain('item_add');
  expect(await names('--toolsets', 'toy/misc')).toContain('slow_count');
  expect(await names('--toolsets', 'toy/misc')).not.toContain('item_list');
  expect(await names('--exclude-tools', 'slow_count,item_add')).not.toContain('slow_count');
});

test('the filters hold in the call path too', async () => {
  const ended = await toy(['call', 'item_add', '--arg', 'name=x', '--arg', 'count=1', '--yes', '--read-only']);
  expect(ended.exitCode).not.toBe(0);
  expect(await shelf()).toEqual({ apple: 3 });
});

test('an app that only reads leaves every write out', async () => {
  const ended = await toy(['call', 'item_add', '--arg', 'name=x', '--arg', 'count=1', '--yes'], {}, { readOnly: true });
  expect(ended.exitCode).not.toBe(0);
  expect(await shelf()).toEqual({ apple: 3 });
});

test('a read answers JSON on stdout and nothing else', async () => {
  const ended = await toy(['call', 'item_list', '--arg', 'prefix=ap']);
  expect(JSON.parse(ended.stdout)).toEqual({ items: [{ name: 'apple', count: 3 }] });
  expect(ended.exitCode).toBe(0);
});

test('a write without a terminal stays a preview, and --yes does it where the call is approval enough', async () => {
  const preview = await toy(['call', 'item_add', '--arg', 'name=pear', '--arg', 'count=2']);
  expect(preview.exitCode).toBe(6);
  expect(JSON.parse(preview.stdout)).toMatchObject({ status: 'preview' });
  expect(await shelf()).toEqual({ apple: 3 });

  const done = await toy(['call', 'item_add', '--json', '{"name":"pear","count":2}', '--yes']);
  expect(done.exitCode).toBe(0);
  expect(JSON.parse(done.stdout)).toMatchObject({ status: 'executed', result: { name: 'pear', count: 2 } });
  expect(await shelf()).toEqual({ apple: 3, pear: 2 });
});

test('--yes is not enough for what a person has to approve', async () => {
  const ended = await toy(['call', 'item_remove', '--arg', 'name=apple', '--yes']);
  expect(ended.exitCode).toBe(6);
  expect(await shelf()).toEqual({ apple: 3 });
});

test.each([
  [['item_remove', '--arg', 'name=plum'], 5, 'not_found'],
  [['item_lst'], 5, 'item_list'],
  [['item_add', '--arg', 'name=x', '--arg', 'count=0'], 5, 'invalid_input'],
])('an error of the tool in %j is exit code %i', async (args, exitCode, text) => {
  const ended = await toy(['call', ...args]);
  expect(ended.exitCode).toBe(exitCode);
  expect(ended.stderr).toContain(text);
});

test('whoever types the bare command is told what it waits for', async () => {
  const { stdout, stderr, exitCode } = await toy([], {}, {}, true);
  expect(stderr).toContain('Clients that have a URL need: serve --http.');
  expect(stdout).toBe('');
  expect(exitCode).toBe(0);
});

test('prints version and schema', async () => {
  expect((await toy(['version'])).stdout).toContain('toy-host 1.2.3');
  expect((await toy(['--version'])).stdout).toBe('1.2.3\n');
  const schema = JSON.parse((await toy(['schema'])).stdout);
  expect(schema.properties.profiles.additionalProperties.properties.shelf.properties.file).toMatchObject({ type: 'string' });
});

test('doctor finds what is wrong and says how to mend it', async () => {
  expect((await toy(['doctor'])).exitCode).toBe(0);
  await home.write('shelf.json', 'not json');
  const broken = await toy(['doctor']);
  expect(broken.exitCode).toBe(4);
  expect(broken.stdout).toMatch(/FAIL {2}local\/shelf/);
  expect(broken.stdout).toContain('only where a client cannot ask its person is one needed');
  await home.write('lineclear.yaml', 'profiles: 3\n');
  const config = await toy(['doctor']);
  expect(config.exitCode).toBe(3);
  expect(config.stdout).toContain('FAIL  configuration');
});

test('doctor counts what is offered, and names the profile that counts', async () => {
  const shelf = 'shelf: { file: ./shelf.json }';
  await home.write('lineclear.yaml', `default: a\nprofiles:\n  a: { ${shelf} }\n  b: { ${shelf} }\n`);
  const listed = JSON.parse((await toy(['tools', '--json'])).stdout).tools.length;
  expect((await toy(['doctor'])).stdout).toContain(`${listed} offered; the active profile is a, others are b\n`);
  expect((await toy(['doctor', '--profile', 'c'])).stdout).toMatch(/FAIL {2}tools +There is no profile "c"/);
});

test('says why a list of tools is empty', async () => {
  await home.write('lineclear.yaml', 'default: a\nprofiles:\n  a: { tier: development }\n');
  const { stderr, exitCode } = await toy(['tools', '--tools', 'item_list']);
  expect(stderr).toContain('No tool is offered');
  expect(exitCode).toBe(0);
});

test.each([
  [{ title: 'toy-host' }, 'An MCP server whose writes are previewed'],
  [{ title: 'Toys' }, 'Toys: an MCP server whose writes are previewed'],
  [{ title: 'Toys', readOnly: true }, 'Toys: an MCP server that only reads.'],
])('the help of %j begins with what it is', async (spec, text) => {
  expect((await toy(['--help'], { COLUMNS: '200' }, spec)).stdout).toContain(text);
});

test('doctor explains one tool', async () => {
  await home.write(
    'lineclear.yaml',
    'default: a\nprofiles:\n  a: { tier: development, shelf: { file: ./shelf.json }, writes: "off" }\n  b: { tier: development }\n',
  );
  const add = (await toy(['doctor', 'item_add'])).stdout;
  expect(add).toMatch(/in a +writes are off/);
  expect(add).toMatch(/in b +not configured/);
  expect((await toy(['doctor', 'item_add', '--read-only'])).stdout).toContain('left out by this start');
  const unknown = await toy(['doctor', 'item_lis']);
  expect(unknown.stdout).toContain('Did you mean item_list');
  expect(unknown.exitCode).toBe(1);
});

test('doctor names the rule that keeps a tool out of the list, by its risk too', async () => {
  const profile = 'default: a\nprofiles:\n  a: { tier: development, shelf: { file: ./shelf.json } }\n';
  await home.write(
    'lineclear.yaml',
    `${profile}policy:\n  - { risk: additive, allow: deny }\n  - { tool: item_add, allow: allow }\n`,
  );
  const { stdout } = await toy(['doctor', 'item_add']);
  expect(stdout).toContain('denied by policy.');
  expect(stdout).toContain('risk: additive');
  expect(stdout).not.toContain('No rule of the policy matches');
});

test('doctor explains a tool whose plugin no profile asks for', async () => {
  await home.write('lineclear.yaml', 'default: a\nprofiles:\n  a: { tier: development }\n');
  const needy = { ...toyPlugin, tools: toyPlugin.tools.filter(({ connection }) => connection !== undefined) };
  const plugins = [{ connections: ['shelf'], load: async () => ({ default: needy }) }];
  const { stdout, exitCode } = await toy(['doctor', 'item_add'], {}, { plugins });
  expect(stdout).toMatch(/item_add +not configured: No profile has the connection "shelf"/);
  expect(stdout).toContain('add "shelf" to a profile');
  expect(exitCode).toBe(0);
});
