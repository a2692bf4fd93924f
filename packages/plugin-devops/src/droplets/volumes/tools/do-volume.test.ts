import { describe, expect, it } from 'vitest';
import { known } from '../../test/account.ts';
import { start } from '../../test/start.ts';

describe('volumes', () => {
  it('are created for a price, attached, detached and deleted', async () => {
    const { confirmTool, callTool, questions, world } = await start();
    const created = await confirmTool('do_volume_create', { name: 'logs', region: 'nyc3', size_gb: 50 });
    expect(created.preview['description']).toBe('Create the volume "logs" of 50 GiB in nyc3 with test, for $5.00 a month.');
    const { id } = Object(created.outcome['result']);
    const logs = { id, name: 'logs' };
    const attached = await confirmTool('do_volume_attach', { ...logs, droplet: known.idle, action: 'attach' });
    expect(attached.preview).toMatchObject({ risk: 'reversible' });
    await expect(callTool('do_volume_delete', logs)).rejects.toMatchObject({ details: { reason: 'attached' } });
    const detached = await confirmTool('do_volume_attach', { ...logs, droplet: known.idle, action: 'detach' });
    expect(detached.preview).toMatchObject({ risk: 'destructive', warnings: [expect.stringContaining('unmount it first')] });
    await confirmTool('do_volume_delete', logs);
    expect(world.volumes.has(id)).toBe(false);
    expect(questions).toHaveLength(3);
  });

  it('stay in their region', async () => {
    const { callTool, world } = await start();
    world.addDroplet({ id: 14, name: 'far', region: 'ams3' });
    const args = { ...known.spare, droplet: { id: 14, name: 'far' }, action: 'attach' };
    await expect(callTool('do_volume_attach', args)).rejects.toMatchObject({ code: 'conflict', details: { reason: 'region' } });
  });
});
