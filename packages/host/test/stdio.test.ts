import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Home, makeHome } from './home.ts';
import { run, start } from './run.ts';

let home: Home;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => home.remove());

const opening = [
  {
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
  },
  { jsonrpc: '2.0', method: 'notifications/initialized' },
];
const call = ({ id, name, args }: { id: number; name: string; args: object }) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: args },
});
const lines = (messages: readonly object[]): string => messages.map((message) => `${JSON.stringify(message)}\n`).join('');
const parse = (stdout: string): { id?: number; result?: Record<string, unknown> }[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

test('every line of stdout is a frame, whatever a plugin prints, and the end of input ends the process', async () => {
  const messages = [
    ...opening,
    { jsonrpc: '2.0', id: 2, method: 'tools/list' },
    call({ id: 3, name: 'slow_count', args: { to: 3 } }),
  ];
  const ended = await run({ args: ['--stdio'], home, input: lines(messages), env: { LINECLEAR_LOG: 'debug' } });

  const frames = parse(ended.stdout);
  expect(frames.every((frame) => 'jsonrpc' in frame)).toBe(true);
  expect(frames.find(({ id }) => id === 3)?.result).toMatchObject({ structuredContent: { counted: 3 } });
  expect(JSON.stringify(frames.find(({ id }) => id === 2)?.result)).toContain('item_list');
  expect(ended.stderr).toContain('step 2');
  expect(ended.exitCode).toBe(0);
});

test('an empty command line serves stdio, and says nothing unasked on stderr', async () => {
  const ended = await run({ args: [], home, input: lines(opening) });
  expect(parse(ended.stdout)).toHaveLength(1);
  expect(ended.stderr).toBe('');
  expect(ended.exitCode).toBe(0);
});

test('SIGTERM lets a running call finish', async () => {
  const host = start({ args: ['--stdio'], home });
  host.child.stdin?.write(lines([...opening, call({ id: 2, name: 'slow_count', args: { to: 10, pause_ms: 50 } })]));
  await host.waitFor(/step 2/);
  host.child.kill('SIGTERM');

  const ended = await host.ended;
  expect(parse(ended.stdout).find(({ id }) => id === 2)?.result).toMatchObject({ structuredContent: { counted: 10 } });
  expect(ended.exitCode).toBe(0);
});

test('a second Ctrl-C ends at once', async () => {
  const host = start({ args: ['--stdio'], home, env: { LINECLEAR_LOG: 'info' } });
  host.child.stdin?.write(lines([...opening, call({ id: 2, name: 'slow_count', args: { to: 1_000, pause_ms: 100 } })]));
  await host.waitFor(/step 2/);
  host.child.kill('SIGINT');
  await host.waitFor(/stopping/);
  host.child.kill('SIGINT');
  expect((await host.ended).exitCode).toBe(130);
});

test('a broken configuration is told on stderr, and stdout stays empty', async () => {
  await home.write('lineclear.yaml', 'profiles:\n  local:\n    shelf: { file: ./shelf.json, nope: 1 }\n');
  const ended = await run({ args: [], home });
  expect(ended.stdout).toBe('');
  expect(ended.stderr).toMatch(/lineclear\.yaml:3:\d+ {2}profiles\.local\.shelf\.nope/);
  expect(ended.exitCode).toBe(3);
});
