import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { compose } from '@lineclear/core';
import { definePlugin, write } from '@lineclear/core/plugin';
import { describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';

const approve = { approve: { action: 'accept', content: { approve: true } } };
const forms = { elicitation: { form: {} } };

/** A door to one destructive tool, with everything that it deleted. */
const start = async (fastLane: boolean) => {
  const deleted: string[] = [];
  const tool = write({
    name: 'thing_delete',
    toolset: 'things',
    risk: 'destructive',
    description: 'Deletes a thing.',
    input: z.object({ id: z.string().describe('Which, as `a1`') }),
    output: z.object({ deleted: z.string() }),
    preview: ({ input }) => ({ description: `Delete "${input.id}".`, guard: { id: input.id } }),
    execute: ({ input }) => {
      deleted.push(input.id);
      return { deleted: input.id };
    },
  });
  const composition = await compose({
    name: 'forged-state',
    version: '1.0.0',
    plugins: [
      definePlugin({
        id: 'things',
        title: 'Things',
        version: '1.0.0',
        toolsets: { things: { title: 'Things', use: 'things' } },
        tools: [tool],
      }),
    ],
    profiles: { default: 'test', profiles: { test: { tier: 'staging', connections: {} } } },
  });
  const door = await composition.mcpHandler({
    fastLane,
    authenticate: ({ headers }) => ({ principal: { id: headers.authorization ?? 'ann' }, profile: 'test', transport: 'http' }),
  });
  const server = createServer(door.listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await door.close({ graceMs: 0 });
    await composition.close();
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/mcp`;
  return { deleted, call: caller(url) };
};

type Extras = { who?: string; capabilities?: object; inputResponses?: unknown; requestState?: unknown };

const caller =
  (url: string) =>
  async (args: object, { who, capabilities = forms, ...params }: Extras = {}) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': 'thing_delete',
        ...(who === undefined ? {} : { authorization: who }),
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: {
          name: 'thing_delete',
          arguments: args,
          ...params,
          _meta: {
            'io.modelcontextprotocol/protocolVersion': '2026-07-28',
            'io.modelcontextprotocol/clientCapabilities': capabilities,
          },
        },
      }),
    });
    return Answer.parse(await response.json());
  };

const Answer = z.object({
  result: z
    .looseObject({
      resultType: z.string(),
      requestState: z.string().optional(),
      content: z.array(z.looseObject({ text: z.string().optional() })).optional(),
      structuredContent: z.looseObject({ status: z.string().optional() }).optional(),
    })
    .optional(),
  error: z.looseObject({ code: z.number() }).optional(),
});
type Answer = z.infer<typeof Answer>;

/** What happened, in one word. */
const outcome = ({ result, error }: Answer): unknown => {
  if (error !== undefined) return error.code;
  const text = result?.content?.[0]?.text ?? '{}';
  return result?.resultType === 'input_required'
    ? 'input_required'
    : (result?.structuredContent?.status ?? JSON.parse(text).code);
};

describe.each([true, false])('with the fast lane %s, a person is asked about a destructive write, and', (fastLane) => {
  /** Previews and confirms, up to the question. */
  const question = async () => {
    const { deleted, call } = await start(fastLane);
    const args = { id: randomUUID() };
    expect(outcome(await call(args))).toBe('preview');
    const asked = await call({ ...args, confirm: true });
    expect(outcome(asked)).toBe('input_required');
    return { deleted, call, args, confirm: { ...args, confirm: true }, state: asked.result?.requestState ?? '' };
  };

  test('the sealed state with the answer executes once', async () => {
    const { deleted, call, args, confirm, state } = await question();
    expect(outcome(await call(confirm, { inputResponses: approve, requestState: state }))).toBe('executed');
    await call(confirm, { inputResponses: approve, requestState: state });
    expect(deleted).toEqual([args.id]);
  });

  test.each(['', 'x', 'cut', 'changed', 'longer'])('a forged state (%j) is a protocol error', async (kind) => {
    const { deleted, call, confirm, state } = await question();
    const forged = { cut: state.slice(0, -3), changed: `${state.slice(0, -3)}AAA`, longer: `${state}A` }[kind] ?? kind;
    expect(outcome(await call(confirm, { inputResponses: approve, requestState: forged }))).toBe(-32_602);
    expect(deleted).toEqual([]);
  });

  test('an answer without a state is asked again', async () => {
    const { deleted, call, confirm } = await question();
    expect(outcome(await call(confirm, { inputResponses: approve }))).toBe('input_required');
    expect(deleted).toEqual([]);
  });

  test('the state of another plan, other arguments or another principal does not count', async () => {
    const { deleted, call, confirm, state } = await question();
    const other = { id: 'other' };
    await call(other);
    for (const [args, who] of [
      [{ ...other, confirm: true }, undefined],
      [{ id: 'never seen', confirm: true }, undefined],
      [confirm, 'mallory'],
    ] as const) {
      const answer = await call(args, { inputResponses: approve, requestState: state, ...(who === undefined ? {} : { who }) });
      expect(outcome(answer)).not.toBe('executed');
    }
    expect(deleted).toEqual([]);
  });

  test.each([
    { approve: { action: 'accept', content: { approve: 'true' } } },
    { approve: { action: 'accept', content: { approve: 1 } } },
    { approve: { action: 'accept', content: {} } },
    { approve: { action: 'cancel', content: { approve: true } } },
    { other: { action: 'accept', content: { approve: true } } },
    { approve: true },
    {},
  ])('the answer %j approves nothing', async (inputResponses) => {
    const { deleted, call, confirm, state } = await question();
    expect(outcome(await call(confirm, { inputResponses, requestState: state }))).not.toBe('executed');
    expect(deleted).toEqual([]);
  });

  test('a no is final', async () => {
    const { deleted, call, confirm, state } = await question();
    expect(outcome(await call(confirm, { inputResponses: { approve: { action: 'decline' } }, requestState: state }))).toBe(
      'rejected',
    );
    expect(outcome(await call(confirm, { inputResponses: approve, requestState: state }))).not.toBe('executed');
    expect(deleted).toEqual([]);
  });

  test('nothing in the arguments replaces the person', async () => {
    const { deleted, call, confirm } = await question();
    expect(outcome(await call({ ...confirm, approve: true, approved_by: 'ann' }))).toBe('invalid_input');
    expect(outcome(await call(confirm, { capabilities: {} }))).toBe('awaiting_approval');
    expect(deleted).toEqual([]);
  });
});
