import { describe, expect, it } from 'vitest';
import { known } from '../../test/account.ts';
import { start } from '../../test/start.ts';

describe('backups', () => {
  it('are turned on for a price, changed, shown, and turned off', async () => {
    const { confirmTool, callTool, http, world } = await start();
    const on = await confirmTool('do_backup_policy', { ...known.idle, plan: 'weekly', weekday: 'MON', hour: 4 });
    expect(on.preview).toMatchObject({ approval: { required: 'client' }, warnings: ['Backups cost $1.20 a month.'] });
    const change = await confirmTool('do_backup_policy', { ...known.idle, plan: 'daily', hour: 8 });
    expect(change.preview).toMatchObject({
      approval: { required: 'model' },
      details: { undo: 'do_backup_policy with plan weekly, weekday MON, hour 4' },
    });
    expect(await callTool('do_backup_list', { droplet_id: 12 })).toMatchObject({
      policy: { enabled: true, plan: 'daily', hour_utc: 8, weekday: null },
      backups: [],
    });
    const off = await confirmTool('do_backup_policy', { ...known.idle, plan: 'off' });
    expect(off.preview).toMatchObject({ risk: 'destructive', warnings: ['Nothing saves the disk by itself any more.'] });
    expect(world.droplet('old-1').backupPolicy).toBeUndefined();
    expect(http[0].unsafe().map(({ json }) => Object(json).type)).toEqual([
      'enable_backups',
      'change_backup_policy',
      'disable_backups',
    ]);
  });

  it('are listed beside the snapshots', async () => {
    const { callTool, confirmTool } = await start();
    expect(await callTool('do_backup_list', { droplet_id: 11 })).toMatchObject({
      backups: [{ id: 22 }],
      policy: { plan: 'weekly' },
    });
    const { preview } = await confirmTool('do_snapshot_create', { ...known.web, snapshot: 'now' });
    expect(preview).toMatchObject({ warnings: ['It is on: what is being written may be cut in the middle.'] });
    expect(await callTool('do_snapshot_list', { droplet_id: 11 })).toMatchObject({ snapshots: [{ id: 21 }, { name: 'now' }] });
  });

  it('finds the snapshot of a droplet that is gone, to create it anew', async () => {
    const { callTool, confirmTool, world } = await start();
    world.droplets.delete(11);
    expect(await callTool('do_snapshot_list', {})).toMatchObject({ snapshots: [{ id: 21, droplet_id: 11 }] });
    const wanted = { name: 'web-1', region: 'nyc3', size: 's-1vcpu-1gb', image: '21', ssh_keys: [known.key] };
    await confirmTool('droplet_create', wanted);
    expect(world.droplet('web-1').imageId).toBe(21);
  });
});
