import { describe, expect, it } from 'vitest';
import { start } from '../../src/droplets/test/start.ts';

const wanted = { name: 'web-2', region: 'nyc3', size: 's-1vcpu-2gb', image: 'debian-12-x64', ssh_keys: [], tags: ['front'] };

describe('a tag that somebody else gave a meaning', () => {
  it('is told before a droplet joins by it', async () => {
    const { previewTool, answer, world, sent } = await start();
    world.addLoadBalancer({ name: 'public', tag: 'front' });
    world.addFirewall({ name: 'open', tags: ['front'] });
    expect(await previewTool('droplet_create', wanted)).toMatchObject({
      warnings: expect.arrayContaining([
        'Load balancers send it traffic, by its tags: "public".',
        'Firewalls decide who reaches it, by its tags: "open".',
      ]),
    });
    world.addLoadBalancer({ name: 'another', tag: 'front' });
    expect(await answer('droplet_create', { ...wanted, confirm: true })).toMatchObject({ error: { code: 'stale' } });
    expect(sent()).toEqual([]);
  });

  it.each(['load balancer', 'firewall'])('is out of reach of a profile with a tag of its own: of a %s', async (what) => {
    const { answer, previewTool, world, sent } = await start({ settings: { tag: 'shop' } });
    if (what === 'firewall') world.addFirewall({ name: 'open', tags: ['front'] });
    else world.addLoadBalancer({ name: 'public', tag: 'front' });
    expect(await answer('droplet_create', wanted)).toMatchObject({ error: { code: 'forbidden', details: { reason: 'tag' } } });
    expect(await previewTool('droplet_create', { ...wanted, tags: ['other'] })).toMatchObject({ status: 'preview' });
    expect(sent()).toEqual([]);
  });
});

describe('a price that was shown', () => {
  it('is the one that is agreed to, for a new size as well', async () => {
    const { previewTool, answer, sandbox, sent } = await start();
    const args = { id: 12, name: 'old-1', size: 's-1vcpu-2gb' };
    await previewTool('droplet_resize', args);
    const dearer = JSON.stringify({
      sizes: [{ slug: args.size, vcpus: 1, memory: 2048, disk: 50, price_monthly: 99, regions: ['nyc3'], available: true }],
      meta: { total: 1 },
    });
    const answering = { kind: 'status' as const, status: 200, headers: { 'content-type': 'application/json' }, text: dearer };
    sandbox.fail(answering, { method: 'GET', accepts: ({ path }) => path === '/v2/sizes' });
    expect(await answer('droplet_resize', { ...args, confirm: true })).toMatchObject({ error: { code: 'stale' } });
    expect(sent()).toEqual([]);
  });
});
