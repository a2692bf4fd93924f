import { describe, expect, it } from 'vitest';
import { known } from '../../test/account.ts';
import { start } from '../../test/start.ts';

const wanted = {
  name: 'web-2',
  region: 'nyc3',
  size: 's-1vcpu-2gb',
  image: 'debian-12-x64',
  ssh_keys: [known.key],
};

describe('droplet_create', () => {
  it('says what it costs, asks a person, and sends nothing', async () => {
    const { previewTool, sent } = await start();
    expect(await previewTool('droplet_create', { ...wanted, backups: true })).toMatchObject({
      description: 'Create the droplet "web-2" (s-1vcpu-2gb, debian-12-x64) in nyc3 with test, for $14.40 a month.',
      risk: 'additive',
      approval: { required: 'client' },
      details: { monthly_usd: 14.4, memory_mb: 2048, sends: { ssh_keys: [known.key], backups: true, monitoring: true } },
      warnings: [],
    });
    expect(sent()).toEqual([]);
  });

  it('creates it with a tag that names the plan, and waits for it', async () => {
    const { confirmTool, world, questions, sent } = await start();
    const { outcome, receipt } = await confirmTool('droplet_create', {
      ...wanted,
      user_data: '#!/bin/sh\ntrue\n',
      tags: ['web'],
    });
    expect(outcome).toMatchObject({
      status: 'executed',
      result: { done: true, action: { type: 'create', status: 'completed' }, droplet: { name: 'web-2', status: 'active' } },
    });
    const { tags, userData, sshKeys } = world.droplet('web-2');
    expect(tags).toEqual(['web', `lineclear-${String(receipt['plan_id']).slice(0, 18)}`]);
    expect([userData, sshKeys]).toEqual(['#!/bin/sh\ntrue\n', [known.key]]);
    expect([questions.length, sent()]).toEqual([1, ['POST /v2/droplets']]);
  });

  it('answers honestly where it takes longer than the profile waits', async () => {
    const { confirmTool, callTool, world } = await start({ settings: { wait_ms: 3 } });
    world.actions.looks = 1_000;
    const { outcome } = await confirmTool('droplet_create', wanted);
    expect(outcome).toMatchObject({ status: 'executed', result: { done: false, action: { status: 'in_progress' } } });
    const { action } = Object(outcome['result']);
    world.actions.finishAll();
    expect(await callTool('droplet_actions', { action_id: action.id })).toMatchObject({ actions: [{ status: 'completed' }] });
  });

  it('warns of a script with a secret, and where nobody can log in by a key', async () => {
    const { previewTool } = await start();
    const value = 'Zx81kQ0vLr7TdWm3Yb5N';
    const secret = `DB_PASSWORD="${value}"`;
    const { warnings } = await previewTool('droplet_create', { ...wanted, ssh_keys: [], user_data: `#!/bin/sh\n${secret}\n` });
    expect(warnings).toEqual([
      'Without an SSH key the root password is sent by email.',
      'Line 2 of user_data looks like a secret (assigned_secret); every process on the machine will be able to read it.',
    ]);
  });

  it('is unknown where DigitalOcean comes to an error', async () => {
    const { answer, previewTool, world } = await start();
    const { ticket = null } = await previewTool('droplet_create', wanted);
    world.actions.failNext('create');
    expect(await answer('droplet_create', { ...wanted, confirm: true, ticket })).toMatchObject({
      kind: 'error',
      error: { code: 'unknown_outcome' },
    });
  });

  it('refuses a name that is in use, a size that is not in the region, and a plan that became twice', async () => {
    const { callTool, previewTool, world, sent } = await start();
    await expect(callTool('droplet_create', { ...wanted, name: 'web-1' })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'exists' },
    });
    await expect(callTool('droplet_create', { ...wanted, region: 'ams3', size: 'c-4' })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'size' },
    });
    const refused = { code: 'invalid_input', details: { reason: 'image' } };
    await expect(callTool('droplet_create', { ...wanted, image: 'windows-95' })).rejects.toMatchObject(refused);
    const large = world.addImage({ name: 'large', type: 'snapshot', dropletId: known.idle.id });
    world.images.set(large.id, { ...large, minDiskGb: 80 });
    await expect(callTool('droplet_create', { ...wanted, image: String(large.id) })).rejects.toMatchObject(refused);
    const { ticket = null } = await previewTool('droplet_create', wanted);
    world.addDroplet({ name: 'web-2' });
    await expect(callTool('droplet_create', { ...wanted, confirm: true, ticket })).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });
});
