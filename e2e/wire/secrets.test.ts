import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toolNames } from '../processes/app/frames.ts';
import { type Home, makeHome } from '../processes/app/home.ts';
import { withForms } from '../processes/app/modern.ts';
import { ask, modernRequest, openSession, send } from '../processes/app/raw-http.ts';
import { openStdio } from '../processes/app/raw-stdio.ts';
import { serveHttp } from '../processes/app/serve-http.ts';
import { run } from '../processes/app/start.ts';
import { fileURLToPath } from 'node:url';
import { type EchoBackend, startEcho } from './leaky/backend.ts';
import { findMarks, marks } from './leaky/marks.ts';

const app = { script: fileURLToPath(new URL('leaky/main.ts', import.meta.url)) };
const env = { LEAKY_TOKEN: marks.token, LINECLEAR_LOG: 'debug' };

let home: Home;
let backend: EchoBackend;
let registered: readonly string[] = [];
const called = new Set<string>();
/** Everything that anybody was told, by where it was told. */
const told: Record<string, string> = {};
const tell = (place: string, text: string): void => {
  told[place] = `${told[place] ?? ''}${text}\n`;
};

beforeAll(async () => {
  [home, backend] = await Promise.all([makeHome(), startEcho()]);
  await home.write('secret-key', `${marks.key}\n`);
  await home.write(
    'lineclear.yaml',
    `audit: { mirror: ../mirror.jsonl }
profiles:
  main:
    tier: development
    leaky:
      url: '${backend.url}'
      token: \${env:LEAKY_TOKEN}
      key: \${file:./secret-key}
      link: 'https://ada:${marks.link}@example.com/'
`,
  );
  await overHttp();
  await overStdio();
  await onTheCommandLine();
}, 600_000);
afterAll(async () => {
  await backend[Symbol.asyncDispose]();
  await home[Symbol.asyncDispose]();
});

const argsFor = (tool: string): Record<string, unknown> => (tool === 'leak_input' ? { password: marks.input } : {});
// A caller that knows the secrets too: what it says must not be kept either.
const knowingArgsFor = (tool: string): Record<string, unknown> =>
  tool.startsWith('leak_') && tool !== 'leak_input' ? { note: `${marks.token} ${marks.key}` } : argsFor(tool);
const approve = { approve: { action: 'accept', content: { approve: true } } };

const overHttp = async (): Promise<void> => {
  await using server = await serveHttp({ home, app, env });
  const sender = { ...server, capabilities: withForms };
  registered = toolNames(await ask({ ...sender, method: 'tools/list' }));
  const call = async (name: string, args: object, extra: object = {}): Promise<string> => {
    called.add(name);
    const params = { name, arguments: args, ...extra, _meta: { progressToken: `p-${name}` } };
    const { text } = await send(modernRequest({ ...sender, method: 'tools/call', params }));
    tell('answers over HTTP', text);
    return text;
  };
  for (const tool of registered) {
    await call(tool, knowingArgsFor(tool));
    const text = await call(tool, { ...knowingArgsFor(tool), confirm: true });
    const state = /"requestState":"([^"]+)"/.exec(text)?.[1];
    if (state !== undefined)
      await call(tool, { ...knowingArgsFor(tool), confirm: true }, { requestState: state, inputResponses: approve });
    // The receipt is told once more.
    await call(tool, { ...knowingArgsFor(tool), confirm: true });
  }
  for (const tool of ['audit_recent', 'approval_list', 'connection_status']) await call(tool, {});
  // Names and values that the caller made up of secrets.
  await call(marks.token, {});
  await call('leak_result', { [marks.key]: marks.key });
  await call('leak_result', { profile: marks.token });
  for (const request of [
    { method: 'resources/list' },
    { method: 'resources/templates/list' },
    { method: 'resources/read', params: { uri: 'leaky://echo/1' } },
    { method: 'server/discover' },
  ])
    tell('answers over HTTP', (await send(modernRequest({ ...sender, ...request }))).text);

  const session = await openSession(server);
  for (const tool of registered) tell('answers in a session', JSON.stringify(await session.callTool(tool, argsFor(tool))));
  const metrics = await send({
    url: server.url.replace(/mcp$/, 'metrics'),
    method: 'GET',
    headers: { authorization: `Bearer ${server.token}` },
  });
  tell('metrics', metrics.text);
  server.child.kill('SIGTERM');
  const { stdout, stderr } = await server.ended;
  tell('stdout of the HTTP server', stdout);
  tell('stderr of the HTTP server', stderr);
};

const overStdio = async (): Promise<void> => {
  await using client = await openStdio({ home, app, env, era: 'legacy' });
  for (const tool of registered) {
    await client.request('tools/call', { name: tool, arguments: argsFor(tool), _meta: { progressToken: tool } });
    await client.callTool(tool, { ...argsFor(tool), confirm: true });
  }
  client.child.stdin?.end();
  const { stdout, stderr } = await client.ended;
  tell('stdout of the stdio server', stdout);
  tell('stderr of the stdio server', stderr);
};

const onTheCommandLine = async (): Promise<void> => {
  const commands: readonly (readonly string[])[] = [
    ...registered.map((tool) => ['call', tool, '--json', JSON.stringify(argsFor(tool)), '--yes']),
    ['approvals'],
    ['approvals', '--json'],
    ['audit', 'tail', '--lines', '1000', '--json'],
    ['audit', 'export'],
    ['doctor'],
    ['tools'],
  ];
  for (const args of commands) {
    const { stdout, stderr } = await run({ home, app, env, args });
    tell(`the command ${args[0]}`, `${stdout}\n${stderr}`);
  }
};

const filesIn = async (folder: string): Promise<Record<string, Buffer>> => {
  const names = await readdir(folder);
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)));
};

describe('the secrets of a profile', () => {
  test('did reach the backend, which told them again, in every tool there is', () => {
    expect(findMarks({ backend: backend.echoed() }).length).toBeGreaterThan(10);
    expect(registered.filter((tool) => !called.has(tool))).toEqual([]);
    const ways = ['upstream_error', 'unauthenticated', 'internal', 'stale', 'unknown_outcome', 'executed', 'failed', 'image/png'];
    for (const way of [...ways, 'notifications/progress', 'leaky://echo/1', '[secret]'])
      expect(told['answers over HTTP']).toContain(way);
    expect(told['stderr of the HTTP server']).toContain('[secret]');
  });

  test('stand in no answer, no log line, no metric and nothing that a command prints', () => {
    expect(findMarks(told)).toEqual([]);
  });

  test('stand in no byte of the store and of what lies beside it', async () => {
    const files = await filesIn(home.state);
    expect(Object.keys(files)).toContain('lineclear.db');
    expect(findMarks(files)).toEqual([]);
  });

  test('stand in no line of the mirror', async () => {
    const mirror = await readFile(join(home.folder, 'mirror.jsonl'), 'utf8');
    expect(mirror).toContain('leak_write');
    expect(findMarks({ mirror })).toEqual([]);
  });
});
