import { PassThrough, Writable } from 'node:stream';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { fixtureCaller, type FixturePath, fixturePath } from '../test/fixture-path.ts';
import { silentLog } from '../test/logs.ts';
import { modernBody } from '../test/wire-request.ts';
import { serveStdio, type StdioConnection } from './serve-stdio.ts';

type Message = Record<string, unknown> & { id?: unknown };

class Pipe {
  readonly stdin = new PassThrough();
  readonly stdout = new PassThrough();
  readonly path: FixturePath = fixturePath();
  readonly connection: StdioConnection;
  readonly received: Message[] = [];
  #text = '';

  constructor(options: { graceMs?: number } = {}) {
    this.stdout.setEncoding('utf8').on('data', (chunk: string) => this.#hear(chunk));
    this.connection = serveStdio({
      path: this.path,
      caller: fixtureCaller,
      logger: silentLog,
      stdin: this.stdin,
      stdout: this.stdout,
      graceMs: 60_000,
      maxLineBytes: 10_000,
      ...options,
    });
    onTestFinished(() => this.connection.close({ graceMs: 0 }));
  }

  write(text: string): void {
    this.stdin.write(text);
  }

  send(message: object): void {
    this.write(`${JSON.stringify(message)}\n`);
  }

  /** Waits for the answer to a request. */
  async answer(id: unknown): Promise<Message> {
    const find = (): Message => {
      const answer = this.received.find((message) => message.id === id && !('method' in message));
      if (answer === undefined) throw new Error(`No answer to ${String(id)} yet`);
      return answer;
    };
    return vi.waitFor(find, { timeout: 30_000 });
  }

  #hear(chunk: string): void {
    const lines = (this.#text + chunk).split('\n');
    this.#text = lines.pop() ?? '';
    for (const line of lines) this.received.push(JSON.parse(line));
  }
}

const initialize = {
  jsonrpc: '2.0',
  id: 'i',
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'tester', version: '1' } },
};
const slow = (id: unknown, ms: number) => modernBody({ method: 'tools/call', id, params: { name: 'slow', arguments: { ms } } });
const noop = (id: unknown) => modernBody({ method: 'tools/call', id, params: { name: 'noop' } });

describe('a line that cannot be read', () => {
  test.each([
    ['no JSON', '{"jsonrpc":', -32_700, null],
    ['no JSON-RPC', '{"hello":1}', -32_600, null],
    ['no JSON-RPC, with an id', '{"id":7,"method":5}', -32_600, 7],
    ['a batch', '[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32_600, null],
    ['a bare value', '42', -32_600, null],
  ])('%s is answered with an error, and the next one is served', async (_name, line, code, id) => {
    const pipe = new Pipe();
    pipe.write(`${line}\n`);
    pipe.send(noop(99));
    expect(await pipe.answer(99)).toMatchObject({ result: { structuredContent: { ok: true } } });
    expect(pipe.received[0]).toMatchObject({ jsonrpc: '2.0', id, error: { code } });
  });

  test('is refused when it is too long, and the next one is served', async () => {
    const pipe = new Pipe();
    pipe.send(modernBody({ method: 'tools/call', id: 1, params: { name: 'echo', arguments: { x: 'y'.repeat(20_000) } } }));
    pipe.send(noop(2));
    expect(await pipe.answer(2)).toHaveProperty('result');
    expect(pipe.received[0]).toMatchObject({ id: null, error: { code: -32_600, message: expect.stringContaining('10000') } });
    expect(pipe.path.seen).toHaveLength(1);
  });

  test('empty lines mean nothing', async () => {
    const pipe = new Pipe();
    pipe.write('\n\r\n  \n');
    pipe.send(noop(1));
    await pipe.answer(1);
    expect(pipe.received).toHaveLength(1);
  });
});

describe('the end of the input', () => {
  test('lets calls finish and answers them', async () => {
    const pipe = new Pipe();
    pipe.send(slow(1, 150));
    await expect.poll(() => pipe.path.seen.length).toBe(1);
    pipe.stdin.end();
    await pipe.connection.closed;
    expect(await pipe.answer(1)).toMatchObject({ result: { structuredContent: { outcome: 'done' } } });
  });

  test('aborts what does not finish within the grace', async () => {
    const pipe = new Pipe({ graceMs: 50 });
    pipe.send(slow(1, 60_000));
    await expect.poll(() => pipe.path.seen.length).toBe(1);
    pipe.stdin.end();
    await pipe.connection.closed;
    expect(pipe.path.seen[0]?.signal.aborted).toBe(true);
  });

  test('does not wait for what the client cancelled', async () => {
    const pipe = new Pipe({ graceMs: 60_000 });
    pipe.send(initialize);
    await pipe.answer('i');
    pipe.send({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'slow' } });
    await expect.poll(() => pipe.path.seen.length).toBe(1);
    pipe.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } });
    await expect.poll(() => pipe.path.seen[0]?.signal.aborted).toBe(true);
    pipe.stdin.end();
    await pipe.connection.closed;
  });

  test('counts when it came before the connection', async () => {
    const stdin = new PassThrough();
    stdin.end();
    stdin.resume();
    await new Promise((resolve) => stdin.once('close', resolve));
    await serveStdio({ path: fixturePath(), caller: fixtureCaller, logger: silentLog, stdin, stdout: new PassThrough() }).closed;
  });
});

test('an output that breaks ends the connection and aborts reads', async () => {
  const path = fixturePath();
  const stdin = new PassThrough();
  const stdout = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
  });
  const { closed } = serveStdio({ path, caller: fixtureCaller, logger: silentLog, stdin, stdout });
  stdin.write(`${JSON.stringify(slow(1, 60_000))}\n`);
  await expect.poll(() => path.seen.length).toBe(1);
  stdin.write(`${JSON.stringify(noop(2))}\n`);
  await closed;
  expect(path.seen[0]?.signal.aborted).toBe(true);
});

test('a client that does not read is not read from either', async () => {
  const path = fixturePath();
  const stdin = new PassThrough({ highWaterMark: 1 << 10 });
  const release: (() => void)[] = [];
  const stdout = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => void release.push(done) });
  const connection = serveStdio({ path, caller: fixtureCaller, logger: silentLog, stdin, stdout });
  const text = 'x'.repeat(1 << 20);
  const line = `${JSON.stringify(modernBody({ method: 'tools/call', params: { name: 'echo', arguments: { text } } }))}\n`;
  for (let count = 0; count < 64 && !stdin.isPaused(); count += 1) {
    stdin.write(line);
    await new Promise(setImmediate);
  }
  expect(stdin.isPaused()).toBe(true);
  expect(path.seen.length).toBeLessThan(32);
  await connection.close({ graceMs: 0 });
});

test('a change of the tools is told to clients of both eras', async () => {
  const old = new Pipe();
  old.send(initialize);
  await old.answer('i');
  old.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
  old.path.addTool('fresh');
  await expect.poll(() => old.received.map(({ method }) => method)).toContain('notifications/tools/list_changed');

  const modern = new Pipe();
  modern.send(modernBody({ method: 'subscriptions/listen', id: 's', params: { notifications: { toolsListChanged: true } } }));
  await expect.poll(() => modern.received.map(({ method }) => method)).toContain('notifications/subscriptions/acknowledged');
  modern.path.addTool('fresh');
  await expect.poll(() => modern.received.map(({ method }) => method)).toContain('notifications/tools/list_changed');
  // The subscription is not a call to wait for.
  modern.stdin.end();
  await modern.connection.closed;
});
