import { randomUUID } from 'node:crypto';
import { redisBinary, skipWithout } from '@lineclear/testing';
import { skipWithoutCelery } from '@lineclear/testing/celery';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BrokerPort } from '../broker/broker.ts';
import type { Outgoing } from '../canvas/canvas.ts';
import { buildChain, buildChord, buildGroup } from '../canvas/canvas.ts';
import type { Step } from '../canvas/signature.ts';
import type { WireValue } from '../protocol/wire-value.ts';
import type { ResultPort } from '../results/results.ts';
import type { RedisRig } from './redis-rig.ts';
import { startRedisRig } from './redis-rig.ts';

const isMissing = [skipWithout(redisBinary), skipWithoutCelery()].includes(true);
const origin = 'lineclear@test';
const step = (taskName: string, args: readonly WireValue[] = [], more: Partial<Step> = {}): Step => ({
  taskName,
  taskId: randomUUID(),
  args,
  kwargs: {},
  ...more,
});

test.each([
  ['chain', () => buildChain({ steps: [], origin })],
  ['group', () => buildGroup({ steps: [], groupId: 'g', origin })],
  ['chord', () => buildChord({ header: [], body: step('tasks.total'), groupId: 'g', origin })],
])('refuses an empty %s', (_name, build) => {
  expect(build).toThrow(expect.objectContaining({ code: 'invalid_input', details: { reason: 'empty_canvas' } }));
});

test('refuses typed values in any step', () => {
  const steps = [step('tasks.add', [1, 2]), step('tasks.echo', [{ __type__: 'x', __value__: 1 }])];
  expect(() => buildChain({ steps, origin })).toThrow(
    expect.objectContaining({ details: { reason: 'typed_value', at: 'steps.1.args.0' } }),
  );
});

describe.skipIf(isMissing)('a canvas on a real worker', () => {
  let rig: RedisRig;
  let broker: BrokerPort;
  let results: ResultPort;

  beforeAll(async () => {
    rig = await startRedisRig();
    await rig.worker();
    broker = rig.broker();
    results = rig.results();
  });
  afterAll(() => rig.close());

  const publish = async (outgoing: readonly Outgoing[]) => {
    for (const { message, queue } of outgoing) await broker.publish({ message, queue: queue ?? 'celery' });
  };
  const end = ({ taskId }: Step) => results.wait({ taskId, timeoutMs: 20_000 });

  test('a chain hands each result on, through the routes of the worker', async () => {
    const steps = [step('tasks.add', [1, 2]), step('tasks.add', [4], { queue: 'reports' }), step('tasks.add', [100])] as const;
    await publish([buildChain({ steps, origin })]);
    expect(await end(steps[2])).toMatchObject({ status: 'SUCCESS', value: 107, parentId: steps[1].taskId });
    expect(await end(steps[0])).toMatchObject({ value: 3, childIds: [steps[1].taskId] });
  });

  test('an immutable step keeps its own arguments', async () => {
    const steps = [step('tasks.add', [1, 2]), step('tasks.add', [10, 20], { immutable: true })] as const;
    await publish([buildChain({ steps, origin })]);
    expect(await end(steps[1])).toMatchObject({ value: 30 });
  });

  test('a chain ends at its first failure', async () => {
    const steps = [step('tasks.fail'), step('tasks.add', [1])] as const;
    await publish([buildChain({ steps, origin })]);
    expect(await end(steps[0])).toMatchObject({ status: 'FAILURE' });
    const rest = await results.read({ taskId: steps[1].taskId });
    // Celery 5.2 leaves the rest without a record, later versions write the same failure.
    expect([undefined, 'FAILURE']).toContain(rest?.status);
  });

  test('a group runs every step and knows its id', async () => {
    const groupId = randomUUID();
    const steps = [1, 2, 3].map((number) => step('tasks.add', [number, number]));
    await publish(buildGroup({ steps, groupId, origin }));
    expect(await Promise.all(steps.map(end))).toMatchObject([2, 4, 6].map((value) => ({ value, groupId })));
  });

  test('a chord gathers the results of its header in order', async () => {
    const groupId = randomUUID();
    const header = [1, 2, 3].map((number) => step('tasks.add', [number, 10]));
    const body = step('tasks.total');
    await results.prepareChord({ groupId, size: header.length });
    await publish(buildChord({ header, body, groupId, origin }));
    expect(await end(body)).toMatchObject({ status: 'SUCCESS', value: 36 });
  });

  test('the body of a chord fails with its header', async () => {
    const groupId = randomUUID();
    const header = [step('tasks.add', [1, 2]), step('tasks.fail')];
    const body = step('tasks.total');
    await results.prepareChord({ groupId, size: header.length });
    await publish(buildChord({ header, body, groupId, origin }));
    expect(await end(body)).toMatchObject({ status: 'FAILURE', error: { type: 'ChordError' } });
  });
});
