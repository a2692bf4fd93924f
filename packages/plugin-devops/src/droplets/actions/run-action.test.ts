import type { JsonObject } from '@lineclear/core/plugin';
import { dropletFaults } from '@lineclear/testing/droplets';
import { describe, expect, it } from 'vitest';
import { known } from '../test/account.ts';
import { type DropletsOptions, start } from '../test/start.ts';

const reboot = { ...known.web, action: 'reboot' };

const previewed = async (options: DropletsOptions = {}) => {
  const started = await start(options);
  const { ticket = null } = await started.previewTool('droplet_power', reboot);
  const confirm: JsonObject = { ...reboot, confirm: true, ticket };
  return { ...started, confirm };
};

describe('what DigitalOcean does after it answered', () => {
  it('is waited for, with progress', async () => {
    const { composition, caller, confirm, world, sent } = await previewed();
    world.actions.looks = 4;
    const heard: number[] = [];
    const answer = await composition.call({
      tool: 'droplet_power',
      args: confirm,
      caller,
      asking: { mode: 'none' },
      signal: new AbortController().signal,
      progress: ({ progress }) => heard.push(progress),
    });
    expect(answer).toMatchObject({ kind: 'value', value: { result: { done: true, action: { status: 'completed' } } } });
    expect(heard).toEqual([1, 2, 3, 4]);
    expect(sent()).toEqual(['POST /v2/droplets/11/actions']);
  });

  it('goes on where the profile does not wait longer', async () => {
    const { callTool, confirm, world } = await previewed({ settings: { wait_ms: 2 } });
    world.actions.looks = 1_000;
    expect(await callTool('droplet_power', confirm)).toMatchObject({
      status: 'executed',
      result: { done: false, action: { status: 'in_progress', resource: 'droplet 11' } },
    });
    await expect(callTool('droplet_power', { ...known.web, action: 'off' })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'busy' },
    });
  });

  it('is shown as it was last seen where looking at it fails', async () => {
    const { callTool, confirm, sandbox } = await previewed();
    sandbox.fail(dropletFaults.status(500), { method: 'GET', path: '/v2/actions/:id' });
    expect(await callTool('droplet_power', confirm)).toMatchObject({ result: { done: false, action: { type: 'reboot' } } });
  });

  it('has failed where it came to an error', async () => {
    const { answer, confirm, world, sent } = await previewed();
    world.actions.failNext('reboot');
    const outcome = await answer('droplet_power', confirm);
    expect(outcome).toMatchObject({ kind: 'error', error: { details: { status: 'failed' } } });
    expect(await answer('droplet_power', confirm)).toMatchObject({ kind: 'error', error: { details: { status: 'failed' } } });
    expect(sent()).toHaveLength(1);
  });

  it('is unknown where somebody else began the same in the meantime, so that nobody can tell whose it is', async () => {
    const { answer, confirm, sandbox, world, sent } = await previewed();
    const theirs = () => {
      const place = { resourceId: 11, resourceType: 'droplet', resourceKey: 'droplet 11', region: 'nyc3' } as const;
      world.actions.begin({ type: 'reboot', ...place, effect: () => undefined });
      world.actions.finishAll();
      return true;
    };
    sandbox.fail(dropletFaults.lostAnswer(), { unsafe: true, accepts: theirs });
    expect(await answer('droplet_power', confirm)).toMatchObject({ kind: 'error', error: { code: 'unknown_outcome' } });
    expect(sent()).toHaveLength(1);
  });

  it('is looked for again later, where DigitalOcean was away', async () => {
    const { answer, callTool, confirm, sandbox, world, sent } = await previewed();
    const back = sandbox.fail(dropletFaults.status(500), { method: 'GET', times: 100, accepts: () => sent().length > 0 });
    sandbox.fail(dropletFaults.lostAnswer(), { unsafe: true });
    expect(await answer('droplet_power', confirm)).toMatchObject({ kind: 'error', error: { code: 'unknown_outcome' } });
    back();
    world.actions.finishAll();
    expect(await callTool('droplet_power', confirm)).toMatchObject({ status: 'executed', result: { done: true } });
    expect(sent()).toHaveLength(1);
  });
});

describe('droplet_power', () => {
  it('cuts the power only after a person agreed, and shuts down without', async () => {
    const { previewTool, confirmTool, world } = await start();
    expect(await previewTool('droplet_power', { ...known.web, action: 'off' })).toMatchObject({
      risk: 'destructive',
      approval: { required: 'client' },
      warnings: expect.arrayContaining(['What the machine has not written to its disk yet is lost.']),
    });
    const { preview, outcome } = await confirmTool('droplet_power', { ...known.web, action: 'shutdown' });
    expect(preview).toMatchObject({ risk: 'reversible', approval: { required: 'model' } });
    expect(outcome).toMatchObject({ effect: { status_now: 'off' } });
    expect(world.droplet('web-1').status).toBe('off');
  });
});
