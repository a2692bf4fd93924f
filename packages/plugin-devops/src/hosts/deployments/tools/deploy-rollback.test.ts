import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { skipWithout, sshdBinary } from '@lineclear/testing';
import { startHosts, type TestHosts } from '@lineclear/testing/hosts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openShop } from '../test/shop.ts';

describe.skipIf(skipWithout(sshdBinary))('deploy_rollback', () => {
  let hosts: TestHosts<'web'>;
  beforeAll(async () => {
    hosts = await startHosts({ web: {} });
  });
  afterAll(() => hosts?.stop());

  it('goes back to the release before, or to one that is named, as long as nobody changed it', async () => {
    const shop = await openShop({ hosts, names: ['web'] });
    const { confirmTool, callTool } = await shop.start();
    const back = async (more: { release?: string } = {}) => confirmTool('deploy_rollback', { ...shop.everywhere, ...more });
    await confirmTool('deploy_run', { ...shop.everywhere, ...(await shop.pack('v1')) });
    await expect(callTool('deploy_rollback', { ...shop.everywhere })).rejects.toMatchObject({
      code: 'not_found',
      details: { reason: 'no_earlier_release' },
    });
    await confirmTool('deploy_run', { ...shop.everywhere, ...(await shop.pack('v2')) });
    const { preview, outcome } = await back();
    expect(preview).toMatchObject({
      description: expect.stringContaining('Go back to v1 of shop on web as'),
      changes: ['web: current releases/v2 → releases/v1'],
      details: { undo: 'deploy_rollback with service "shop", hosts ["web"], release "v2"' },
    });
    expect(outcome).toMatchObject({ result: { ok: true, release: 'v1', hosts: [{ status: 'deployed' }] } });
    expect(await shop.running('web')).toBe('v1');

    await writeFile(join(shop.root('web'), 'releases/v2/server.mjs'), 'throw new Error("changed");\n');
    expect((await back({ release: 'v2' })).outcome).toMatchObject({
      result: { ok: false, hosts: [{ status: 'untouched', reason: 'release_changed' }] },
    });
    expect(await shop.running('web')).toBe('v1');
    for (const [release, reason] of [
      ['v1', 'already_live'],
      ['v9', 'no_such_release'],
    ]) {
      // oxlint-disable-next-line no-await-in-loop -- one call after the other
      await expect(callTool('deploy_rollback', { ...shop.everywhere, release: release ?? '' })).rejects.toMatchObject({
        details: { reason },
      });
    }
  });
});
