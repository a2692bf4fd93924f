import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { errorOf, type Frame, toolNames, valueOf } from '../processes/app/frames.ts';
import { type Home, makeHome } from '../processes/app/home.ts';
import { ask, callTool } from '../processes/app/raw-http.ts';
import { openStdio } from '../processes/app/raw-stdio.ts';
import { makeToken, serveHttp } from '../processes/app/serve-http.ts';
import type { StartOptions } from '../processes/app/start.ts';
import { depotApp, depotConfig } from './depot/app.ts';
import { type DepotBackend, startDepot } from './depot/backend.ts';

let home: Home;
let backend: DepotBackend;
let open: { [Symbol.asyncDispose]: () => PromiseLike<void> }[] = [];
beforeAll(async () => {
  [home, backend] = await Promise.all([makeHome(), startDepot()]);
});
afterEach(async () => {
  for (const server of open) await server[Symbol.asyncDispose]();
  open = [];
});
afterAll(async () => {
  await backend[Symbol.asyncDispose]();
  await home[Symbol.asyncDispose]();
});

type Call = (tool: string, args?: object) => Promise<Frame>;
interface Asked {
  readonly names: readonly string[];
  readonly call: Call;
}

/** Starts an app with flags over one transport, and yields what is listed and how to call. */
const overHttp = async (options: Partial<StartOptions>, token?: string): Promise<Asked> => {
  const server = await serveHttp({ home, ...options });
  open.push(server);
  const sender = { url: server.url, token: token ?? (server.token.startsWith('lc_') ? server.token : undefined) };
  return {
    names: toolNames(await ask({ ...sender, method: 'tools/list' })),
    call: (name, args = {}) => callTool({ ...sender, name, args }),
  };
};
const overStdio = async ({ args = [], ...options }: Partial<StartOptions>): Promise<Asked> => {
  const client = await openStdio({ home, era: 'legacy', ...options, args: ['--stdio', ...args] });
  open.push(client);
  return { names: toolNames(await client.request('tools/list')), call: (name, args = {}) => client.callTool(name, args) };
};

const write = { path: 'refused.txt', content: 'x' };

describe.each([
  { transport: 'http', start: overHttp },
  { transport: 'stdio', start: overStdio },
])('over $transport', ({ start }) => {
  test.each([
    { flags: '--exclude-tools fs_write,fs_delete', tool: 'fs_write' },
    { flags: '--tools fs_read,connection_status', tool: 'fs_write' },
    { flags: '--toolsets git,status', tool: 'fs_write' },
    { flags: '--toolsets devops/git', tool: 'fs_read' },
    { flags: '--read-only', tool: 'fs_write' },
  ])('$flags leaves $tool out of the list and of tools/call, also with confirm: true', async ({ flags, tool }) => {
    const { names, call } = await start({ args: flags.split(' ') });
    expect(names).not.toContain(tool);
    for (const args of [write, { ...write, confirm: true }]) {
      const { error } = await call(tool, args);
      expect(error).toMatchObject({
        code: -32_602,
        data: { code: 'forbidden', hint: expect.any(String), details: { reason: 'excluded' } },
      });
    }
  });

  test('the observer has no write to list or to call', async () => {
    const { names, call } = await start({ app: 'observer' });
    expect(names).toContain('fs_read');
    for (const tool of ['fs_write', 'fs_edit', 'fs_move', 'fs_delete', 'process_run', 'git_commit', 'git_stage', 'git_push']) {
      expect(names).not.toContain(tool);
      expect(errorOf(await call(tool, write))).toMatchObject({ code: 'forbidden', hint: expect.any(String) });
    }
  });

  test('a policy hides a toolset and refuses calls to it', async () => {
    const config = await home.write(
      'policy.yaml',
      'profiles:\n  main:\n    tier: development\n    workspace: { roots: [.] }\npolicy:\n  - { toolset: devops/workspace, allow: deny }\n',
    );
    const { names, call } = await start({ args: ['--config', config] });
    expect(names).not.toContain('fs_read');
    for (const [tool, args] of [
      ['fs_read', { path: 'notes.txt' }],
      ['fs_write', write],
    ] as const)
      expect(errorOf(await call(tool, args))).toMatchObject({
        code: 'forbidden',
        details: { reason: 'policy' },
        hint: expect.any(String),
      });
    expect(valueOf(await call('git_status'))).toMatchObject({ branch: 'main' });
  });

  test('a profile without writes lists none and refuses them', async () => {
    const config = await home.write(
      'off.yaml',
      'profiles:\n  main:\n    tier: development\n    writes: off\n    workspace: { roots: [.] }\n',
    );
    const { names, call } = await start({ args: ['--config', config] });
    expect(names).not.toContain('fs_write');
    expect(errorOf(await call('fs_write', write))).toMatchObject({ code: 'writes_off', hint: expect.any(String) });
  });

  test.each([
    { flags: '--exclude-tools parcel_send', alias: 'Depot.sendParcel' },
    { flags: '--tools parcel_get', alias: 'Depot.sendParcel' },
    { flags: '--toolsets shipping', alias: 'Depot.getParcel' },
    { flags: '--read-only', alias: 'Depot.sendParcel' },
  ])('$flags holds for the alias $alias too', async ({ flags, alias }) => {
    const config = await home.write('depot.yaml', depotConfig(backend));
    const { names, call } = await start({ app: depotApp, args: ['--config', config, ...flags.split(' ')] });
    expect(names).not.toContain(alias);
    expect(errorOf(await call(alias, { id: 'a' }))).toMatchObject({ code: 'forbidden', details: { reason: 'excluded' } });
    expect(backend.writes).toEqual([]);
  });

  test('an alias is callable and not listed, and stands under the tool\u2019s own name in the trail', async () => {
    const config = await home.write('depot.yaml', depotConfig(backend));
    const { names, call } = await start({ app: depotApp, args: ['--config', config] });
    expect(names).not.toContain('Depot.getParcel');
    expect(valueOf(await call('Depot.getParcel', { id: 'a' }))).toMatchObject({ id: 'a' });
    const { events } = valueOf(await call('audit_recent', { limit: 1 }));
    expect(events).toMatchObject([{ tool: 'parcel_get' }]);
  });
});

describe('over HTTP', () => {
  test('without tokens no write is listed or run', async () => {
    const { names, call } = await overHttp({ args: ['--no-auth'] });
    expect(names).toContain('fs_read');
    expect(names).not.toContain('fs_write');
    for (const args of [write, { ...write, confirm: true }])
      expect(errorOf(await call('fs_write', args))).toMatchObject({ code: 'writes_off', hint: expect.any(String) });
  });

  test('a read-only token lists no write and runs none', async () => {
    const token = await makeToken({ home, args: ['viewer', '--read-only'] });
    const { names, call } = await overHttp({}, token);
    expect(names).not.toContain('fs_write');
    expect(errorOf(await call('fs_write', { ...write, confirm: true }))).toMatchObject({ code: 'writes_off' });
  });
});
