import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorOf, valueOf } from '../processes/app/frames.ts';
import { type Home, makeHome } from '../processes/app/home.ts';
import { withForms } from '../processes/app/modern.ts';
import { callTool, openSession, send } from '../processes/app/raw-http.ts';
import { makeToken, serveHttp, type Served } from '../processes/app/serve-http.ts';

let home: Home;
let server: Served;
let ada: { url: string; token: string; capabilities: typeof withForms };
let eve: typeof ada;
beforeAll(async () => {
  home = await makeHome();
  const make = (name: string) => makeToken({ home, args: [name] });
  const [adaToken, eveToken] = [await make('ada'), await make('eve')];
  server = await serveHttp({ home });
  ada = { url: server.url, token: adaToken, capabilities: withForms };
  eve = { ...ada, token: eveToken };
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await home[Symbol.asyncDispose]();
});

describe('what belongs to one principal', () => {
  test('a ticket confirms nothing for another, and says no more than an unknown one', async () => {
    const args = { path: 'of-ada.txt', content: 'x' };
    const { ticket } = valueOf(await callTool({ ...ada, name: 'fs_write', args }));
    const tried = errorOf(await callTool({ ...eve, name: 'fs_write', args: { ...args, confirm: true, ticket } }));
    const unknown = errorOf(
      await callTool({ ...eve, name: 'fs_write', args: { ...args, confirm: true, ticket: `lct_${'0'.repeat(24)}` } }),
    );
    expect(tried).toMatchObject({ code: 'preview_required', details: { reason: 'unknown_ticket' } });
    expect(tried.message).toBe(unknown.message);
    expect(tried.details?.['preview']).not.toMatchObject({ ticket });
    expect(valueOf(await callTool({ ...ada, name: 'fs_write', args: { ...args, confirm: true, ticket } }))).toMatchObject({
      status: 'executed',
      receipt: { principal: 'ada' },
    });
  });

  test('a plan is not found by the same arguments of another', async () => {
    const args = { path: 'of-ada-too.txt', content: 'x' };
    await callTool({ ...ada, name: 'fs_write', args });
    expect(errorOf(await callTool({ ...eve, name: 'fs_write', args: { ...args, confirm: true } }))).toMatchObject({
      code: 'preview_required',
    });
  });

  test('pending plans and events are shown to nobody else', async () => {
    await callTool({ ...ada, name: 'fs_write', args: { path: 'secret-plan.txt', content: 'x' } });
    for (const name of ['approval_list', 'audit_recent']) {
      expect(JSON.stringify(valueOf(await callTool({ ...ada, name })))).toContain('secret-plan');
      expect(JSON.stringify(valueOf(await callTool({ ...eve, name })))).not.toContain('secret-plan');
    }
  });

  test('a requestState answers no question for another, and the attempt is recorded', async () => {
    const args = { path: 'junk.txt' };
    const confirm = { name: 'fs_delete', args: { ...args, confirm: true } };
    await callTool({ ...ada, name: 'fs_delete', args });
    const { result } = await callTool({ ...ada, ...confirm });
    const extra = {
      requestState: result?.['requestState'],
      inputResponses: { approve: { action: 'accept', content: { approve: true } } },
    };
    expect((await callTool({ ...eve, ...confirm, extra })).error).toMatchObject({
      code: -32_602,
      data: { code: 'invalid_input' },
    });
    await callTool({ ...eve, name: 'fs_delete', args });
    expect((await callTool({ ...eve, ...confirm, extra })).error).toMatchObject({ code: -32_602 });
    const { events } = valueOf(await callTool({ ...eve, name: 'audit_recent', args: { event: 'bad_state' } }));
    expect(events).toHaveLength(2);
    expect(valueOf(await callTool({ ...ada, ...confirm, extra }))).toMatchObject({
      status: 'executed',
      receipt: { principal: 'ada' },
    });
  });

  test('a session is not there for another, whatever is asked of it', async () => {
    const session = await openSession(ada);
    const headers = { authorization: `Bearer ${eve.token}`, 'mcp-session-id': session.id, 'mcp-protocol-version': '2025-11-25' };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
    expect((await send({ url: eve.url, headers, body })).status).toBe(404);
    expect((await send({ url: eve.url, headers, method: 'GET' })).status).toBe(404);
    expect((await send({ url: eve.url, headers, method: 'DELETE' })).status).toBe(404);
    expect((await session.request('tools/list')).result).toHaveProperty('tools');
  });
});
