import { describe, expect, it } from 'vitest';
import { known } from '../../test/account.ts';
import { start } from '../../test/start.ts';

describe('do_load_balancer_update', () => {
  it('adds and removes members, and asks a person before nobody is left', async () => {
    const { confirmTool, previewTool, world } = await start();
    const change = (action: string, droplet: { id: number; name: string }) => ({
      ...known.balancer,
      action,
      droplets: [droplet],
    });
    expect(await previewTool('do_load_balancer_update', change('remove', known.web))).toMatchObject({
      approval: { required: 'client' },
      warnings: ['Nobody is behind it afterwards: it answers 503.'],
    });
    await confirmTool('do_load_balancer_update', change('add', known.idle));
    const { preview, outcome } = await confirmTool('do_load_balancer_update', change('remove', known.web));
    expect(preview).toMatchObject({ changes: ['- 11 web-1'], approval: { required: 'model' } });
    expect(outcome).toMatchObject({ result: { droplet_ids: [12] } });
    expect(world.loadBalancers.get(known.balancer.id)?.dropletIds).toEqual([12]);
  });

  it('leaves members alone that a tag chooses', async () => {
    const { callTool, world } = await start();
    const { id } = world.addLoadBalancer({ name: 'tagged', tag: 'shop' });
    const change = callTool('do_load_balancer_update', { id, name: 'tagged', action: 'remove', droplets: [known.web] });
    await expect(change).rejects.toMatchObject({ code: 'conflict', details: { reason: 'tag' } });
  });
});

describe('do_reserved_ip_assign', () => {
  it('says who loses the address, and moves it', async () => {
    const { confirmTool, callTool, world } = await start();
    const { preview } = await confirmTool('do_reserved_ip_assign', { ip: known.taken, droplet: known.idle, action: 'assign' });
    expect(preview).toMatchObject({
      details: { undo: 'do_reserved_ip_assign to web-1 (11)' },
      warnings: ['The droplet "web-1" (11) loses it.'],
    });
    expect(world.reservedIps.get(known.taken)?.dropletId).toBe(12);
    await expect(
      callTool('do_reserved_ip_assign', { ip: known.taken, droplet: known.web, action: 'unassign' }),
    ).rejects.toMatchObject({ code: 'conflict', details: { reason: 'holder' } });
    await confirmTool('do_reserved_ip_assign', { ip: known.taken, droplet: known.idle, action: 'unassign' });
    expect(await callTool('do_reserved_ip_list', {})).toMatchObject({ reserved_ips: [{ droplet: null }, { droplet: null }] });
  });
});

describe('do_vpc_create', () => {
  it('refuses a range that overlaps, before anything is sent', async () => {
    const { callTool, confirmTool, world, sent } = await start();
    const { ipRange } = world.defaultVpc('nyc3');
    const args = { name: 'private', region: 'nyc3', ip_range: ipRange };
    await expect(callTool('do_vpc_create', args)).rejects.toMatchObject({ code: 'conflict', details: { reason: 'overlap' } });
    expect(sent()).toEqual([]);
    const { outcome } = await confirmTool('do_vpc_create', { ...args, ip_range: '10.50.0.0/24' });
    expect(outcome).toMatchObject({ result: { name: 'private', ip_range: '10.50.0.0/24', default: false } });
  });
});
