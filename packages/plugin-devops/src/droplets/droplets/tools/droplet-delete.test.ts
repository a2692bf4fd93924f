import { describe, expect, it } from 'vitest';
import { known } from '../../test/account.ts';
import { start } from '../../test/start.ts';

describe('droplet_delete', () => {
  it('says what loses it, how old the last snapshot is, and how to bring it back', async () => {
    const { previewTool, sent } = await start();
    expect(await previewTool('droplet_delete', known.web)).toMatchObject({
      description: 'Delete the droplet "web-1" (11) with its disk and its backups, in test.',
      risk: 'destructive',
      approval: { required: 'client' },
      details: {
        reversible: true,
        undo: expect.stringContaining('droplet_create with image 21'),
        attached: { volumes: ['data'], reserved_ips: [known.taken], load_balancers: ['front'], firewalls: ['web'] },
      },
      warnings: [
        'The last snapshot, "before-upgrade", is 3 days old; what was written since is lost.',
        'Its backups (1) are deleted with it.',
        'Volumes stay and are billed, without a droplet: "data".',
        `Reserved IPs stay and point to nothing: "${known.taken}".`,
        'Load balancers lose it: "front".',
        'Firewalls lose it: "web".',
      ],
    });
    expect(sent()).toEqual([]);
  });

  it('says that nothing brings back a droplet without a snapshot', async () => {
    const { previewTool } = await start();
    expect(await previewTool('droplet_delete', known.idle)).toMatchObject({
      details: { reversible: false, undo: null },
      warnings: ['There is no snapshot of it: what is on its disk is lost.'],
    });
  });

  it('deletes the one whose id and name match', async () => {
    const { confirmTool, callTool, world, sent } = await start();
    for (const wrong of [
      { ...known.idle, name: known.web.name },
      { ...known.web, name: known.idle.name },
    ]) {
      // oxlint-disable-next-line no-await-in-loop -- one call after the other
      await expect(callTool('droplet_delete', wrong)).rejects.toMatchObject({ code: 'conflict', details: { reason: 'name' } });
    }
    expect((await confirmTool('droplet_delete', known.idle)).outcome).toMatchObject({ result: { id: 12, deleted: true } });
    expect([...world.droplets.keys()]).toEqual([11]);
    expect(sent()).toEqual(['DELETE /v2/droplets/12']);
  });

  it('is stale where a snapshot was taken or a volume attached in the meantime', async () => {
    const { previewTool, callTool, world, sent } = await start();
    await previewTool('droplet_delete', known.idle);
    Object.assign(world.volumes.get(known.spare.id) ?? {}, { dropletId: known.idle.id });
    const confirmed = callTool('droplet_delete', { ...known.idle, confirm: true });
    await expect(confirmed).rejects.toMatchObject({
      code: 'stale',
      details: { preview: { warnings: expect.arrayContaining(['Volumes stay and are billed, without a droplet: "spare".']) } },
    });
    expect(sent()).toEqual([]);
  });
});
