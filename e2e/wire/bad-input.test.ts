import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf, type Frame, valueOf } from '../processes/app/frames.ts';
import { type Home, makeHome } from '../processes/app/home.ts';
import { callTool, openSession, type Session } from '../processes/app/raw-http.ts';
import { openStdio, type RawStdio } from '../processes/app/raw-stdio.ts';
import { serveHttp, type Served } from '../processes/app/serve-http.ts';

let home: Home;
let server: Served;
let session: Session;
const stdio = new Map<'legacy' | 'modern', RawStdio>();
beforeAll(async () => {
  home = await makeHome();
  server = await serveHttp({ home });
  session = await openSession(server);
  for (const era of ['legacy', 'modern'] as const) stdio.set(era, await openStdio({ home, era }));
});
afterAll(async () => {
  for (const client of stdio.values()) await client[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  await home[Symbol.asyncDispose]();
});

const ways: { way: string; call: (name: string, args: unknown) => Promise<Frame> }[] = [
  { way: 'HTTP in the 2026 era', call: (name, args) => callTool({ ...server, name, args }) },
  { way: 'an HTTP session of 2025', call: (name, args) => session.callTool(name, args) },
  { way: 'stdio in the 2026 era', call: (name, args) => stdio.get('modern')!.callTool(name, args) },
  { way: 'stdio in the 2025 era', call: (name, args) => stdio.get('legacy')!.callTool(name, args) },
];

/** JSON.parse makes own properties of names that an object literal would take for something else. */
const json = (text: string): unknown => JSON.parse(text);
const nested = (levels: number): unknown => json(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);

const wrong: { title: string; tool: string; args: unknown; reason?: string }[] = [
  { title: 'an unknown field', tool: 'fs_read', args: { path: 'notes.txt', nonsense: 1 } },
  { title: 'a missing field', tool: 'fs_read', args: {} },
  { title: 'a wrong type', tool: 'fs_read', args: { path: 7 } },
  { title: 'null for a field', tool: 'fs_read', args: { path: null } },
  { title: 'a number outside its range', tool: 'fs_read', args: { path: 'notes.txt', limit: 1e9 } },
  { title: 'a huge number', tool: 'fs_read', args: json('{"path":"notes.txt","limit":1e308}') },
  { title: 'a number beyond all numbers', tool: 'fs_read', args: json('{"path":"notes.txt","limit":1e400}') },
  { title: 'an integer of 400 digits', tool: 'fs_read', args: json(`{"path":"notes.txt","limit":${'9'.repeat(400)}}`) },
  { title: 'a fraction for an integer', tool: 'fs_read', args: { path: 'notes.txt', limit: 1.5 } },
  { title: 'nesting of 100 levels', tool: 'fs_read', args: { path: nested(100) }, reason: 'too_deep' },
  { title: 'half a surrogate pair', tool: 'fs_read', args: { path: json('"\\ud800"') }, reason: 'lone_surrogate' },
  {
    title: 'half a surrogate pair in a key',
    tool: 'fs_read',
    args: { path: 'x', [String(json('"\\udfff"'))]: 1 },
    reason: 'lone_surrogate',
  },
  {
    title: 'the key constructor',
    tool: 'fs_read',
    args: json('{"path":"notes.txt","constructor":{"prototype":{"polluted":1}}}'),
  },
  { title: 'the key toString', tool: 'fs_read', args: json('{"path":"notes.txt","toString":1}') },
  {
    title: 'a nested __proto__',
    tool: 'fs_edit',
    args: json('{"path":"notes.txt","edits":[{"old":"a","new":"b","__proto__":{"x":1}}]}'),
  },
  { title: 'a text for confirm', tool: 'fs_write', args: { path: 'x', content: 'x', confirm: 'true' } },
  { title: 'a number for ticket', tool: 'fs_write', args: { path: 'x', content: 'x', confirm: true, ticket: 7 } },
  { title: '3 MB of text', tool: 'fs_write', args: { path: 'x', content: 'x'.repeat(3 << 20) }, reason: 'too_large' },
];

describe.each(ways)('over $way', ({ call }) => {
  test.each(wrong)('$title is invalid_input with a hint', async ({ tool, args, reason }) => {
    const { code, hint, details } = errorOf(await call(tool, args));
    expect(code).toBe('invalid_input');
    expect(hint).not.toBe('');
    if (reason !== undefined) expect(details).toMatchObject({ reason });
  });

  test('a __proto__ among the arguments changes nothing and answers as if it were an unknown field or not there', async () => {
    const frame = await call('fs_read', json('{"path":"notes.txt","__proto__":{"path":"/etc/passwd","polluted":1}}'));
    const answer = frame.result?.['isError'] === true ? errorOf(frame).code : valueOf(frame)['path'];
    expect(['invalid_input', 'notes.txt']).toContain(answer);
    expect(valueOf(await call('fs_read', { path: 'notes.txt' }))).toMatchObject({ path: 'notes.txt' });
  });

  test('an unknown tool is -32602, with a tool of a similar name in the hint', async () => {
    const { error } = await call('fs_raed', {});
    expect(error).toMatchObject({ code: -32_602, data: { code: 'not_found', hint: expect.stringContaining('fs_read') } });
  });

  test.each(['__proto__', 'constructor', 'toString', '', '../fs_read'])('the tool name %j is not_found', async (name) => {
    expect(errorOf(await call(name, {}))).toMatchObject({ code: 'not_found', hint: expect.any(String) });
  });

  test('an unknown profile is refused as a value that is not among the profiles', async () => {
    const { code, hint } = errorOf(await call('fs_read', { path: 'notes.txt', profile: 'nowhere' }));
    expect(code).toBe('profile_not_found');
    expect(hint).not.toBe('');
  });

  test.each([{ args: [] }, { args: 'text' }, { args: 7 }, { args: null }])(
    'arguments that are no object ($args) are an error',
    async ({ args }) => {
      const { error, result } = await call('connection_status', args);
      expect(error?.code ?? result?.['isError']).toSatisfy(
        (answer) => answer === true || answer === -32_602 || answer === -32_600,
      );
    },
  );

  test('the server still serves', async () => {
    expect(valueOf(await call('fs_read', { path: 'notes.txt' }))).toMatchObject({ text: '1\talpha\n2\tbeta' });
  });
});
