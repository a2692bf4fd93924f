import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
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
const inProject = (name: string): Promise<string> => readFile(join(home.project, name), 'utf8');

test('writes a configuration that works, with its schema for editors', async () => {
  const first = await toy(['init', '--client', 'none']);
  expect(first.exitCode).toBe(0);
  expect(first.stdout).not.toContain('No MCP client');
  expect(await inProject('lineclear.yaml')).toMatch(/^# yaml-language-server: \$schema=\.\/lineclear\.schema\.json\n/);
  expect(JSON.parse(await inProject('lineclear.schema.json'))).toMatchObject({ title: 'lineclear configuration' });
  expect((await toy(['call', 'item_list'])).stdout).toContain('apple');
  expect((await toy(['doctor'])).stdout).toContain('lineclear.yaml');
});

test('takes what an importer finds', async () => {
  await home.write('found-shelf.json', '{"found":1}');
  const ended = await toy(['init', '--client', 'none']);
  expect(ended.stdout).toContain('found-shelf.json is used');
  expect(await inProject('lineclear.yaml')).toContain('token: ${env:SHELF_TOKEN}');
  expect((await toy(['call', 'item_list'], { SHELF_TOKEN: 'abc' })).stdout).toContain('found');
});

test('never overwrites a configuration', async () => {
  await home.write('lineclear.yaml', '# mine\n');
  expect((await toy(['init', '--client', 'none'])).stdout).toContain('kept');
  expect(await inProject('lineclear.yaml')).toBe('# mine\n');
});

test('an empty XDG variable counts as none for the client too', async () => {
  await toy(['init', '--client', 'claude-desktop'], { XDG_CONFIG_HOME: '' });
  const written = join(home.home, '.config', 'Claude', 'claude_desktop_config.json');
  expect(JSON.parse(await readFile(written, 'utf8'))).toHaveProperty('mcpServers');
});

test('enters the server into clients beside what is there, with a copy of the old file', async () => {
  await mkdir(join(home.project, '.vscode'));
  await mkdir(join(home.project, '.cursor'));
  await home.write('.mcp.json', '{"mcpServers":{"other":{"command":"x"}}}');
  await home.write('.vscode/mcp.json', '{\n  // mine\n  "servers": {}\n}\n');
  const ended = await toy(['init', '--client', 'claude,claude-desktop,vscode,cursor']);

  expect(JSON.parse(await inProject('.mcp.json')).mcpServers).toEqual({
    other: { command: 'x' },
    'toy-host': { type: 'stdio', command: 'npx', args: ['-y', 'toy-host', '--stdio', '--config', './lineclear.yaml'] },
  });
  expect((await readdir(home.project)).filter((name) => name.startsWith('.mcp.json.backup-'))).toHaveLength(1);
  expect(JSON.parse(await inProject('.cursor/mcp.json')).mcpServers['toy-host'].args.at(-1)).toBe(
    '${workspaceFolder}/lineclear.yaml',
  );
  const desktop = JSON.parse(await readFile(join(home.home, 'config', 'Claude', 'claude_desktop_config.json'), 'utf8'));
  expect(desktop.mcpServers['toy-host'].args.at(-1)).toBe(join(home.project, 'lineclear.yaml'));

  expect(await inProject('.vscode/mcp.json')).toContain('// mine');
  expect(ended.stdout).toContain('Add this under "servers" yourself');
  expect(ended.exitCode).toBe(1);
});

test('finds the clients that are in use', async () => {
  await mkdir(join(home.project, '.vscode'));
  const ended = await toy(['init']);
  expect(ended.stdout).toContain('VS Code');
  expect(ended.stdout).not.toContain('Cursor');
});

test('a dry run writes nothing', async () => {
  await writeFile(join(home.project, '.mcp.json'), '{}');
  const before = await readdir(home.project);
  const ended = await toy(['init', '--client', 'claude,cursor', '--dry-run']);
  expect(ended.stdout).toContain('would write  Cursor');
  expect(ended.stdout).toContain('would add to  Claude Code');
  expect(ended.stdout).toContain('"toy-host"');
  expect(await readdir(home.project)).toEqual(before);
  expect(await inProject('.mcp.json')).toBe('{}');
});
