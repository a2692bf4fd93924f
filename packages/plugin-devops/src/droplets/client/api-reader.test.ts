import { dropletFaults } from '@lineclear/testing/droplets';
import { describe, expect, it } from 'vitest';
import { start } from '../test/start.ts';

describe('the API of DigitalOcean', () => {
  it('is read in pages', async () => {
    const { callTool, world } = await start();
    for (let number = 1; number <= 3; number += 1) world.addDroplet({ name: `more-${number}` });
    const first = await callTool('droplet_list', { limit: 3 });
    expect(first).toMatchObject({ total: 5, next_page: 2 });
    const last = await callTool('droplet_list', { limit: 3, page: 2 });
    expect(last).toMatchObject({ total: 5, next_page: null, droplets: [{ name: 'old-1' }, { name: 'web-1' }] });
  });

  it('is read whole for a judgement, also where that takes several pages', async () => {
    const { callTool, world, http } = await start();
    for (let number = 1; number <= 250; number += 1)
      world.addVolume({ name: `data-${number}`, dropletId: number > 240 ? 11 : undefined });
    expect(await callTool('droplet_get', { id: 11 })).toMatchObject({ volumes: expect.arrayContaining(['data', 'data-250']) });
    expect(http[0].requests.filter(({ path }) => path === '/v2/volumes')).toHaveLength(2);
  });

  it('is not judged in part where it has too much', async () => {
    const { callTool, sandbox, http } = await start();
    const endless = { volumes: [], meta: { total: 1_000_000 } };
    const headers = { 'content-type': 'application/json' };
    sandbox.fail({ kind: 'status', status: 200, text: JSON.stringify(endless), headers }, { path: '/v2/volumes' });
    await expect(callTool('droplet_get', { id: 11 })).rejects.toMatchObject({
      code: 'unsupported',
      details: { reason: 'too_many' },
    });
    expect(http[0].requests.filter(({ path }) => path === '/v2/volumes')).toHaveLength(25);
  });

  it('is up for a token that sees droplets alone', async () => {
    const { callTool, sandbox } = await start();
    sandbox.fail(dropletFaults.status(403), { path: '/v2/account' });
    expect(JSON.stringify(await callTool('connection_status', { refresh: true }))).toContain('"health":"up"');
  });

  it('says when its limit ends', async () => {
    const nowMs = Date.UTC(2026, 0, 5);
    const { callTool, sandbox } = await start({ clock: { now: () => nowMs } });
    sandbox.fail(dropletFaults.rateLimited({ resetS: nowMs / 1000 + 90 }));
    await expect(callTool('droplet_list', {})).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfterS: 90,
      details: { reason: 'too_many_requests' },
    });
  });

  it.each([
    [401, 'unauthenticated', 'unauthorized'],
    [403, 'forbidden', 'forbidden'],
    [404, 'not_found', 'missing'],
    [422, 'invalid_input', 'unprocessable_entity'],
    [500, 'upstream_error', 'server_error'],
  ])('answers %i as %s', async (status, code, reason) => {
    const { callTool, sandbox } = await start();
    sandbox.fail(dropletFaults.status(status));
    await expect(callTool('droplet_get', { id: 11 })).rejects.toMatchObject({ code, details: { reason } });
  });

  it('is not believed where its answer has another shape', async () => {
    const { callTool, sandbox } = await start();
    sandbox.fail({
      kind: 'status',
      status: 200,
      text: '{"droplets":[{"id":"eleven"}]}',
      headers: { 'content-type': 'application/json' },
    });
    await expect(callTool('droplet_list', {})).rejects.toMatchObject({ code: 'upstream_error', details: { reason: 'shape' } });
  });
});
