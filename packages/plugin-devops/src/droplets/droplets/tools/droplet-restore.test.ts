import { describe, expect, it } from 'vitest';
import { known } from '../../test/account.ts';
import { start } from '../../test/start.ts';

describe('droplet_restore', () => {
  it.each([
    ['backup', known.backup.id, 'restore'],
    ['snapshot', known.snapshot.id, 'rebuild'],
  ] as const)('puts the disk of a %s back', async (kind, id, type) => {
    const { confirmTool, world, http, questions } = await start();
    const { preview, outcome } = await confirmTool('droplet_restore', { ...known.web, image_id: id, kind });
    expect(preview).toMatchObject({
      risk: 'destructive',
      details: { undo: expect.stringContaining('droplet_restore from the snapshot 21') },
      warnings: ['What is on the disk now is lost, and the machine is down meanwhile.'],
    });
    expect(outcome).toMatchObject({ result: { done: true } });
    expect(http[0].unsafe().map(({ json }) => json)).toEqual([{ type, image: id }]);
    expect([world.droplet('web-1').imageId, questions.length]).toEqual([id, 1]);
  });

  it('takes no image of another droplet', async () => {
    const { callTool, world } = await start();
    const other = world.addImage({ name: 'other', type: 'snapshot', dropletId: known.idle.id });
    const args = { ...known.web, image_id: other.id, kind: 'snapshot' };
    await expect(callTool('droplet_restore', args)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('warns where there is nothing to go back to', async () => {
    const { previewTool, world } = await start();
    world.images.delete(known.snapshot.id);
    expect(await previewTool('droplet_restore', { ...known.web, image_id: known.backup.id, kind: 'backup' })).toMatchObject({
      details: { reversible: false },
      warnings: expect.arrayContaining(['There is no snapshot to go back to: take one first.']),
    });
  });
});
