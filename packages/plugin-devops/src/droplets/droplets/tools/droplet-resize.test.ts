import { describe, expect, it } from 'vitest';
import { known } from '../../test/account.ts';
import { start } from '../../test/start.ts';

describe('droplet_resize', () => {
  it('tells a disk that can never shrink from what can be undone', async () => {
    const { previewTool } = await start();
    const size = 's-1vcpu-2gb';
    expect(await previewTool('droplet_resize', { ...known.idle, size })).toMatchObject({
      risk: 'reversible',
      approval: { required: 'model' },
      details: { undo: 'droplet_resize to s-1vcpu-1gb', monthly_usd: { now: 6, then: 12 } },
      warnings: ['It costs $12.00 a month then, and $6.00 now.', 'It stays off afterwards: turn it on with droplet_power.'],
    });
    expect(await previewTool('droplet_resize', { ...known.idle, size, disk: true })).toMatchObject({
      risk: 'destructive',
      approval: { required: 'client' },
      details: { reversible: false, undo: null },
      warnings: expect.arrayContaining(['The disk can never shrink again, so this cannot be undone.']),
    });
  });

  it('resizes one that is off, and no other', async () => {
    const { confirmTool, callTool, world } = await start();
    await confirmTool('droplet_resize', { ...known.idle, size: 's-1vcpu-2gb', disk: true });
    expect(world.droplet('old-1')).toMatchObject({ size: 's-1vcpu-2gb', diskGb: 50 });
    const refused = (args: object, reason: string) =>
      expect(callTool('droplet_resize', { ...args })).rejects.toMatchObject({ code: 'conflict', details: { reason } });
    await refused({ ...known.idle, size: 's-1vcpu-1gb' }, 'disk');
    await refused({ ...known.idle, size: 's-1vcpu-2gb' }, 'same');
    await refused({ ...known.web, size: 's-1vcpu-2gb' }, 'on');
  });
});
