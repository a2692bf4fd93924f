import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, it } from 'vitest';
import { known } from './test/account.ts';
import { start } from './test/start.ts';

const tagged = async () => {
  const started = await start({ settings: { tag: 'shop', regions: ['nyc3'] } });
  started.world.addDroplet({ id: 13, name: 'theirs', tags: ['bank'] });
  started.world.addVolume({ id: '506f78a4-e098-11e5-ad9f-000f53306ae3', name: 'vault', tags: ['bank'] });
  const image = started.world.addImage({ name: 'of-theirs', type: 'snapshot', dropletId: 13 });
  return { ...started, image };
};
const theirs = { id: 13, name: 'theirs' };
const vault = { id: '506f78a4-e098-11e5-ad9f-000f53306ae3', name: 'vault' };

describe('a profile with a tag', () => {
  it('lists what has it', async () => {
    const { callTool } = await tagged();
    expect(await callTool('droplet_list', {})).toMatchObject({ total: 2, droplets: [{ name: 'old-1' }, { name: 'web-1' }] });
    expect(await callTool('droplet_list', { name: 'theirs' })).toMatchObject({ total: 0, droplets: [] });
    expect(await callTool('do_volume_list', {})).toMatchObject({ volumes: [{ name: 'data' }, { name: 'spare' }] });
    await expect(callTool('droplet_list', { tag: 'bank' })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it.each<[string, JsonObject]>([
    ['droplet_get', { id: 13 }],
    ['droplet_actions', { droplet_id: 13 }],
    ['do_snapshot_list', { droplet_id: 13 }],
    ['do_snapshot_list', {}],
    ['do_backup_list', { droplet_id: 13 }],
    ['droplet_power', { ...theirs, action: 'reboot' }],
    ['droplet_resize', { ...theirs, size: 's-1vcpu-2gb' }],
    ['droplet_delete', theirs],
    ['droplet_restore', { ...theirs, image_id: 1, kind: 'backup' }],
    ['do_snapshot_create', { ...theirs, snapshot: 'a' }],
    ['do_backup_policy', { ...theirs, plan: 'daily' }],
    ['do_volume_attach', { ...known.spare, droplet: theirs, action: 'attach' }],
    ['do_volume_delete', vault],
    ['do_reserved_ip_assign', { ip: known.free, droplet: theirs, action: 'assign' }],
    ['do_load_balancer_update', { ...known.balancer, action: 'add', droplets: [theirs] }],
    ['do_firewall_update', { name: 'new', rules: [{ direction: 'in', protocol: 'icmp', peers: ['::/0'] }], droplets: [theirs] }],
    ['do_firewall_update', { name: 'new', rules: [{ direction: 'in', protocol: 'icmp', peers: ['::/0'] }], tags: ['bank'] }],
  ])('reaches nothing else by %s', async (tool, args) => {
    const { callTool, sent } = await tagged();
    await expect(callTool(tool, args)).rejects.toMatchObject({ code: 'forbidden', details: { reason: 'tag' } });
    expect(sent()).toEqual([]);
  });

  it('deletes no snapshot of another droplet, nor of one that is gone', async () => {
    const { callTool, image, world } = await tagged();
    const snapshot = { id: image.id, name: image.name };
    await expect(callTool('do_snapshot_delete', snapshot)).rejects.toMatchObject({ code: 'forbidden' });
    world.droplets.delete(13);
    await expect(callTool('do_snapshot_delete', snapshot)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('makes no droplet of what was on the disk of another one', async () => {
    const { callTool, previewTool, image, world } = await tagged();
    const wanted = { name: 'copy', region: 'nyc3', size: 's-1vcpu-1gb', ssh_keys: [known.key] };
    const backup = world.addImage({ name: 'nightly', type: 'backup', dropletId: 13 });
    for (const { id } of [image, backup]) {
      // oxlint-disable-next-line no-await-in-loop -- one call after the other
      await expect(callTool('droplet_create', { ...wanted, image: String(id) })).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(await previewTool('droplet_create', { ...wanted, image: String(known.snapshot.id) })).toMatchObject({
      details: { image: 'Ubuntu before-upgrade' },
    });
  });

  it('takes an address from nobody else, and changes no firewall that guards others', async () => {
    const { callTool, world } = await tagged();
    Object.assign(world.reservedIps.get(known.taken) ?? {}, { dropletId: 13 });
    const assign = { ip: known.taken, droplet: known.web, action: 'assign' };
    await expect(callTool('do_reserved_ip_assign', assign)).rejects.toMatchObject({ code: 'forbidden' });
    Object.assign(world.firewalls.get(known.firewall.id) ?? {}, { dropletIds: [11, 13] });
    const rules = [{ direction: 'in', protocol: 'icmp', peers: ['::/0'] }];
    const change = { ...known.firewall, rules, droplets: [known.web] };
    await expect(callTool('do_firewall_update', change)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('gives it to what it creates, in the regions of the profile', async () => {
    const { confirmTool, callTool, world } = await tagged();
    const wanted = { name: 'web-2', region: 'nyc3', size: 's-1vcpu-1gb', image: 'debian-12-x64', ssh_keys: [known.key] };
    const { preview } = await confirmTool('droplet_create', wanted);
    expect(preview).toMatchObject({ details: { sends: { tags: ['shop'] } } });
    expect(world.droplet('web-2').tags).toContain('shop');
    await confirmTool('do_volume_create', { name: 'more', region: 'nyc3', size_gb: 1 });
    expect([...world.volumes.values()].find(({ name }) => name === 'more')?.tags).toContain('shop');
    const elsewhere = { code: 'forbidden', details: { reason: 'region' } };
    await expect(callTool('droplet_create', { ...wanted, name: 'web-3', region: 'ams3' })).rejects.toMatchObject(elsewhere);
    await expect(callTool('do_volume_create', { name: 'x', region: 'ams3', size_gb: 1 })).rejects.toMatchObject(elsewhere);
    const network = { name: 'net', region: 'ams3', ip_range: '10.9.0.0/24' };
    await expect(callTool('do_vpc_create', network)).rejects.toMatchObject(elsewhere);
  });
});
