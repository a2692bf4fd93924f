import { describe, expect, it } from 'vitest';
import { dropletFaults } from './faults.ts';
import { open } from './test/open.ts';

const wanted = { name: 'web-1', region: 'nyc3', size: 's-1vcpu-1gb', image: 'ubuntu-24-04-x64' };

describe('a simulated DigitalOcean', () => {
  it('creates a droplet that is there after somebody looked at its action', async () => {
    const { ask } = await open();
    const { body } = await ask('POST /droplets', { json: { ...wanted, tags: ['shop'] } });
    expect(body).toMatchObject({ droplet: { status: 'new', networks: { v4: [] }, locked: true } });
    const [link] = body.links.actions;
    expect((await ask(`GET /actions/${link.id}`)).body).toMatchObject({ action: { status: 'completed', type: 'create' } });
    const { droplets } = (await ask('GET /droplets?tag_name=shop')).body;
    expect(droplets).toMatchObject([{ name: 'web-1', status: 'active', locked: false, tags: ['shop'] }]);
    expect((await ask('GET /droplets?tag_name=other')).body.meta).toEqual({ total: 0 });
  });

  it('keeps an action going as long as it is told to, refuses another one meanwhile, and lets one fail', async () => {
    const { ask, world } = await open();
    const { id } = world.addDroplet({ name: 'web-1' });
    world.actions.looks = 2;
    const { action } = (await ask(`POST /droplets/${id}/actions`, { json: { type: 'power_off' } })).body;
    expect(await ask(`POST /droplets/${id}/actions`, { json: { type: 'reboot' } })).toMatchObject({
      status: 422,
      body: { id: 'unprocessable_entity', message: 'Droplet already has a pending event.' },
    });
    expect((await ask(`GET /actions/${action.id}`)).body.action.status).toBe('in-progress');
    expect(world.droplet('web-1').status).toBe('active');
    expect((await ask(`GET /droplets/${id}/actions/${action.id}`)).body.action.status).toBe('completed');
    expect(world.droplet('web-1').status).toBe('off');
    world.actions.failNext('power_on');
    await ask(`POST /droplets/${id}/actions`, { json: { type: 'power_on' } });
    world.actions.finishAll();
    expect((await ask(`GET /droplets/${id}/actions`)).body.actions[0]).toMatchObject({ status: 'errored' });
    expect(world.droplet('web-1').status).toBe('off');
  });

  it('tells its tokens apart', async () => {
    const { ask, url } = await open({ access: { reader: 'read', all: 'write' } });
    expect((await fetch(`${url}/v2/droplets`)).status).toBe(401);
    expect(await ask('GET /droplets', { token: 'stranger' })).toMatchObject({ status: 401, body: { id: 'unauthorized' } });
    expect(await ask('POST /droplets', { token: 'reader', json: wanted })).toMatchObject({
      status: 403,
      body: { id: 'forbidden' },
    });
    expect((await ask('POST /droplets', { token: 'all', json: wanted })).status).toBe(202);
  });

  it('counts requests for an hour', async () => {
    let nowMs = Date.UTC(2026, 0, 5);
    const { ask } = await open({ clock: { now: () => nowMs }, requestsPerHour: 2 });
    expect((await ask('GET /account')).headers.get('ratelimit-remaining')).toBe('1');
    await ask('GET /account');
    const refused = await ask('GET /account');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3600']);
    expect(refused.body.id).toBe('too_many_requests');
    nowMs += 3_600_001;
    expect((await ask('GET /account')).status).toBe(200);
  });

  it('lists in pages', async () => {
    const { ask, world } = await open();
    for (let number = 1; number <= 5; number += 1) world.addDroplet({ name: `web-${number}` });
    const second = (await ask('GET /droplets?per_page=2&page=2')).body;
    expect(second.droplets.map(({ name }: { name: string }) => name)).toEqual(['web-3', 'web-2']);
    expect(Object.keys(second.links.pages).toSorted()).toEqual(['first', 'last', 'next', 'prev']);
    expect(second.meta.total).toBe(5);
    const last = (await ask('GET /droplets?per_page=2&page=3')).body;
    expect(Object.keys(last.links.pages).toSorted()).toEqual(['first', 'prev']);
    expect((await ask('GET /droplets')).body.links).toEqual({});
  });

  it('takes away with a droplet what cannot be without it', async () => {
    const { ask, world } = await open();
    const { id } = world.addDroplet({ name: 'web-1' });
    world.addImage({ name: 'kept', type: 'snapshot', dropletId: id });
    world.addImage({ name: 'lost', type: 'backup', dropletId: id });
    const volume = world.addVolume({ name: 'data', dropletId: id });
    const firewall = world.addFirewall({ name: 'web', dropletIds: [id] });
    expect((await ask(`DELETE /volumes/${volume.id}`)).status).toBe(409);
    await ask(`DELETE /droplets/${id}`);
    expect((await ask(`DELETE /droplets/${id}`)).status).toBe(404);
    expect([...world.images.values()].map(({ name }) => name)).toContain('kept');
    expect([...world.images.values()].map(({ name }) => name)).not.toContain('lost');
    expect([volume.dropletId, firewall.dropletIds]).toEqual([undefined, []]);
  });

  it.each([
    ['a resize of what runs', 'active', { type: 'resize', size: 's-2vcpu-4gb' }],
    ['a smaller disk', 'off', { type: 'resize', size: 's-1vcpu-1gb' }],
    ['an image of another droplet', 'off', { type: 'restore', image: 1001 }],
    ['what is no action', 'off', { type: 'explode' }],
    ['backups that are not there', 'off', { type: 'disable_backups' }],
  ] as const)('refuses %s', async (_title, status, json) => {
    const { ask, world } = await open();
    const { id } = world.addDroplet({ name: 'web-1', status, diskGb: 50 });
    expect(await ask(`POST /droplets/${id}/actions`, { json })).toMatchObject({ status: 422 });
  });

  it('misbehaves on demand', async () => {
    const { ask, fail, url, world } = await open();
    const create = () =>
      fetch(`${url}/v2/droplets`, { method: 'POST', headers: { authorization: 'Bearer a' }, body: JSON.stringify(wanted) });
    fail(dropletFaults.lostAnswer(), { method: 'POST', times: 1 });
    await expect(create()).rejects.toThrow('fetch failed');
    fail(dropletFaults.badGateway({ afterEffect: true }), { method: 'POST', times: 1 });
    expect((await create()).status).toBe(502);
    expect(world.droplets.size).toBe(2);
    fail(dropletFaults.status(500), { method: 'POST', times: 1 });
    expect((await create()).status).toBe(500);
    expect(world.droplets.size).toBe(2);
    fail(dropletFaults.rateLimited({ resetS: 1_800_000_000 }), { times: 1 });
    expect((await ask('GET /droplets')).status).toBe(429);
    const stop = fail(dropletFaults.silence());
    await expect(fetch(`${url}/v2/account`, { signal: AbortSignal.timeout(50) })).rejects.toThrow(/timeout|aborted/i);
    stop();
    expect((await ask('GET /account')).status).toBe(200);
  });
});
