import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf, type Frame, valueOf } from '../processes/app/frames.ts';
import { type Home, makeHome } from '../processes/app/home.ts';
import { modernMeta } from '../processes/app/modern.ts';
import {
  callTool,
  frameOf,
  openSession,
  type RawRequest,
  type RawResponse,
  send,
  type Session,
} from '../processes/app/raw-http.ts';
import { openStdio } from '../processes/app/raw-stdio.ts';
import { serveHttp, type Served } from '../processes/app/serve-http.ts';

let home: Home;
let server: Served;
let session: Session;
beforeAll(async () => {
  home = await makeHome();
  server = await serveHttp({ home });
  session = await openSession(server);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await home[Symbol.asyncDispose]();
});

const deep = `{"path":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`;
const large = `{"path":"x","content":"${'x'.repeat(10 << 20)}"}`;

/** A call as text, because what is tested here could not be written by JSON.stringify. */
const callText = ({ args, era, id = 1 }: { args: string; era: 'legacy' | 'modern'; id?: number }): string => {
  const meta = era === 'modern' ? `,"_meta":${JSON.stringify(modernMeta())}` : '';
  return `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"fs_write","arguments":${args}${meta}}}`;
};
const headersOf = (era: 'legacy' | 'modern'): Record<string, string | undefined> => ({
  authorization: `Bearer ${server.token}`,
  ...(era === 'modern'
    ? { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': 'fs_write' }
    : { 'mcp-protocol-version': '2025-11-25', 'mcp-session-id': session.id }),
});
const post = (era: 'legacy' | 'modern', body: string, changes: RawRequest['headers'] = {}): Promise<RawResponse> =>
  send({ url: server.url, headers: { ...headersOf(era), ...changes }, body });
const servesStill = async (): Promise<void> => {
  expect(valueOf(await callTool({ ...server, name: 'fs_read', args: { path: 'notes.txt' } }))).toMatchObject({ total_lines: 2 });
  expect(valueOf(await session.callTool('fs_read', { path: 'notes.txt' }))).toMatchObject({ total_lines: 2 });
};

describe.each(['legacy', 'modern'] as const)('over HTTP in the %s era', (era) => {
  test('10 MB of arguments are 413, and the server goes on', async () => {
    // The server stops reading; what the client learns depends on how much it has sent by then.
    const outcome = await post(era, callText({ args: large, era })).then(
      ({ status, text }) => `${status} ${text}`,
      (error: NodeJS.ErrnoException) => String(error.code),
    );
    expect(outcome).toMatch(/^413 .*4194304 bytes|^EPIPE$|^ECONNRESET$/);
    await servesStill();
  });

  test('10 MB that say nothing of their length are 413 too', async () => {
    const outcome = await post(era, callText({ args: large, era }), { 'transfer-encoding': 'chunked' }).then(
      ({ status }) => String(status),
      (error: NodeJS.ErrnoException) => String(error.code),
    );
    expect(outcome).toMatch(/^413$|^EPIPE$|^ECONNRESET$/);
    await servesStill();
  });

  test('nesting of 10,000 levels is invalid_input with a hint', async () => {
    const frame = frameOf(await post(era, callText({ args: deep, era })));
    expect(errorOf(frame)).toMatchObject({ code: 'invalid_input', hint: expect.any(String), details: { reason: 'too_deep' } });
    await servesStill();
  });

  test.each([
    { title: 'no JSON', body: '{"jsonrpc":"2.0","id":1,', code: -32_700 },
    { title: 'nothing', body: '', code: -32_700 },
    { title: 'a text', body: '"hello"', code: -32_600 },
    { title: 'null', body: 'null', code: -32_600 },
    { title: 'an empty batch', body: '[]', code: -32_600 },
    { title: 'another version of JSON-RPC', body: '{"jsonrpc":"1.0","id":1,"method":"tools/list"}', code: -32_600 },
    { title: 'an object for an id', body: '{"jsonrpc":"2.0","id":{},"method":"tools/list"}', code: -32_600 },
    { title: 'a number for a method', body: '{"jsonrpc":"2.0","id":1,"method":7}', code: -32_600 },
  ])('$title is a protocol error', async ({ body, code }) => {
    const { status, text } = await post(era, body);
    expect(status).toBe(400);
    expect([code, -32_600, -32_000, -32_700]).toContain(JSON.parse(text).error.code);
    await servesStill();
  });

  test.each([
    { title: 'another content type', changes: { 'content-type': 'text/plain' }, status: 415 },
    { title: 'no content type', changes: { 'content-type': undefined }, status: 415 },
    { title: 'a form', changes: { 'content-type': 'application/x-www-form-urlencoded' }, status: 415 },
  ])('$title is refused', async ({ changes, status }) => {
    const args = '{"path":"x.txt","content":"x"}';
    expect((await post(era, callText({ args, era }), changes)).status).toBe(status);
    await servesStill();
  });
});

describe('over HTTP', () => {
  test('a batch of the 2026 era is refused, and nothing of it is previewed', async () => {
    const one = callText({ args: '{"path":"batched.txt","content":"x"}', era: 'modern' });
    expect((await post('modern', `[${one},${one}]`)).status).toBe(400);
    const { plans } = valueOf(await callTool({ ...server, name: 'approval_list' }));
    expect(JSON.stringify(plans)).not.toContain('batched.txt');
  });

  test('a batch in a 2025 session is two calls, and the second cannot confirm more than the first previewed', async () => {
    const preview = callText({ args: '{"path":"batched.txt","content":"x"}', era: 'legacy', id: 1 });
    const other = callText({ args: '{"path":"batched.txt","content":"y","confirm":true}', era: 'legacy', id: 2 });
    const { text } = await post('legacy', `[${preview},${other}]`);
    expect(text).toContain('\\"status\\":\\"preview\\"');
    expect(text).toContain('preview_required');
    expect(existsSync(join(home.workspace, 'batched.txt'))).toBe(false);
  });

  test.each(['text/html', 'application/json'])('a 2025 client that accepts %s only is told so with 406', async (accept) => {
    const response = await post('legacy', '{"jsonrpc":"2.0","id":1,"method":"tools/list"}', { accept });
    expect(response.status).toBe(406);
  });

  test('a 2026 client that says nothing about what it accepts is answered with JSON', async () => {
    const response = await post('modern', callText({ args: '{"path":"x.txt","content":"x"}', era: 'modern' }), {
      accept: undefined,
    });
    expect([response.status, response.headers['content-type']]).toEqual([200, 'application/json']);
  });

  test('a 2025 client that accepts nothing it says is told so with 406', async () => {
    const response = await post('legacy', '{"jsonrpc":"2.0","id":1,"method":"tools/list"}', { accept: undefined });
    expect(response.status).toBe(406);
  });

  test.each([
    { title: 'another tool in the header', changes: { 'mcp-name': 'fs_read' } },
    { title: 'no tool in the header', changes: { 'mcp-name': undefined } },
    { title: 'another method in the header', changes: { 'mcp-method': 'tools/list' } },
    { title: 'another revision in the header', changes: { 'mcp-protocol-version': '2025-11-25' } },
    { title: 'a revision that does not exist', changes: { 'mcp-protocol-version': '2031-01-01' } },
  ])('$title than in the body runs nothing', async ({ changes }) => {
    const body = callText({ args: '{"path":"mismatch.txt","content":"x"}', era: 'modern' });
    const { status } = await post('modern', body, changes);
    expect(status).toBe(400);
    const { plans } = valueOf(await callTool({ ...server, name: 'approval_list' }));
    expect(JSON.stringify(plans)).not.toContain('mismatch.txt');
  });

  test.each(['PUT', 'PATCH', 'OPTIONS', 'HEAD'])('the method %s does nothing', async (method) => {
    const { status } = await send({ url: server.url, method, headers: { authorization: `Bearer ${server.token}` } });
    expect([405, 404]).toContain(status);
  });

  test('an unknown method is answered, not dropped', async () => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/destroy', params: { _meta: modernMeta() } });
    const { status, text } = await post('modern', body, { 'mcp-method': 'tools/destroy', 'mcp-name': undefined });
    expect(status).toBe(404);
    expect(JSON.parse(text).error.code).toBe(-32_601);
  });
});

describe.each(['legacy', 'modern'] as const)('over stdio in the %s era', (era) => {
  test('every line that is no message is answered, and the server goes on', async () => {
    await using client = await openStdio({ home, era });
    // The opening message fixes the era.
    await client.callTool('fs_read', { path: 'notes.txt' });
    const answer = async (line: string): Promise<Frame> => {
      const before = client.frames().length;
      client.send(line);
      await expect.poll(() => client.frames().length).toBeGreaterThan(before);
      return client.frames()[before] as Frame;
    };
    expect(await answer('{"jsonrpc":"2.0","id":1,')).toMatchObject({ id: null, error: { code: -32_700 } });
    expect(await answer('hello')).toMatchObject({ id: null, error: { code: -32_700 } });
    expect(await answer('[]')).toMatchObject({ id: null, error: { code: -32_600 } });
    expect(await answer(`[${callText({ args: '{}', era })}]`)).toMatchObject({ error: { code: -32_600 } });
    expect(await answer('null')).toMatchObject({ id: null, error: { code: -32_600 } });
    expect(await answer(callText({ args: large, era, id: 900 }))).toMatchObject({
      error: { code: -32_600, message: expect.stringMatching(/bytes/) },
    });
    expect(errorOf(await answer(callText({ args: deep, era, id: 901 })))).toMatchObject({
      code: 'invalid_input',
      details: { reason: 'too_deep' },
    });
    expect(valueOf(await client.callTool('fs_read', { path: 'notes.txt' }))).toMatchObject({ total_lines: 2 });
  });
});
