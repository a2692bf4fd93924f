import { definePlugin, type JsonObject, type JsonValue } from '@lineclear/core/plugin';
import { testClock } from '@lineclear/testing';
import { dropletFaults } from '@lineclear/testing/droplets';
import { describe, expect, it } from 'vitest';
import { dropletPower } from '../droplets/tools/droplet-power.ts';
import { known } from '../test/account.ts';
import { open } from '../test/backend.ts';
import { type DropletsOptions, start } from '../test/start.ts';

const reboot = { ...known.web, action: 'reboot' };
const dayMs = 24 * 3_600_000;

const previewed = async (options: DropletsOptions = {}) => {
  const started = await start(options);
  const { ticket = null } = await started.previewTool('droplet_power', reboot);
  const confirm: JsonObject = { ...reboot, confirm: true, ticket };
  return { ...started, confirm };
};

/** Does it, and ends before anybody hears of it. */
const lostAfter: typeof dropletPower = {
  ...dropletPower,
  execute: async (call) => {
    await dropletPower.execute(call);
    throw new Error('The process ended.');
  },
};

const typeOf = ({ value }: { value: JsonValue }): string => String(Object(value).type);

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

  it('is waited for no longer than the profile says, whatever the looks take', async () => {
    let nowMs = Date.UTC(2026, 0, 5);
    const { callTool, confirm, world, sandbox, http } = await previewed({
      clock: { now: () => nowMs },
      settings: { wait_ms: 5_000 },
    });
    world.actions.looks = 1_000;
    const slow = () => {
      nowMs += 1_000;
      return false;
    };
    sandbox.fail(dropletFaults.status(500), { path: '/v2/actions/:id', accepts: slow });
    expect(await callTool('droplet_power', confirm)).toMatchObject({ result: { done: false } });
    expect(http[0].requests.filter(({ path }) => path.startsWith('/v2/actions/'))).toHaveLength(5);
  });

  it('is found by its id where the end of the call was lost', async () => {
    const tools = open.tools.map((tool) => (tool.name === lostAfter.name ? lostAfter : tool));
    const { callTool, confirm, sent } = await previewed({ plugin: definePlugin({ ...open, tools }) });
    expect(await callTool('droplet_power', confirm)).toMatchObject({ status: 'executed', result: { done: true } });
    expect(sent()).toHaveLength(1);
  });

  it('is noted for a week, however it ended', async () => {
    const clock = testClock();
    const { answer, confirm, confirmTool, composition, world } = await previewed({ clock });
    const noted = async () => (await composition.store.listState(`${open.id}/test`, { prefix: 'sent/' })).map(typeOf).toSorted();
    world.actions.failNext('reboot');
    await answer('droplet_power', confirm);
    clock.advance(2 * dayMs);
    await confirmTool('droplet_power', reboot);
    expect(await noted()).toEqual(['reboot', 'reboot']);
    clock.advance(6 * dayMs);
    await confirmTool('droplet_power', { ...known.web, action: 'shutdown' });
    expect(await noted()).toEqual(['reboot', 'shutdown']);
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
