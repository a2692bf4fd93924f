import { expect, it } from 'vitest';
import { crashingImage, podOf, seedShop, shop } from '../../test/shop.ts';
import { startKubernetes } from '../../test/start-kubernetes.ts';
import { k8sEvents } from './k8s-events.ts';

const eventOf = (name: string, time: string, fields: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name, namespace: 'shop' },
  involvedObject: { kind: 'Pod', name: 'cart-1', namespace: 'shop' },
  type: 'Normal',
  reason: 'Noted',
  message: name,
  lastTimestamp: time,
  count: 1,
  ...fields,
});

const start = async () => {
  const started = await startKubernetes([k8sEvents]);
  seedShop(started.sandbox);
  return started;
};

it('sorts events by the time when they were last seen, whatever tells it', async () => {
  const { callTool, sandbox } = await start();
  const series = { count: 9, lastObservedTime: '2026-01-31T12:00:00.500000Z' };
  sandbox.world.put(eventOf('old', '2026-01-31T08:00:00Z'));
  sandbox.world.put(eventOf('repeated', '2026-01-31T07:00:00Z', { series, reportingComponent: 'node-1' }));
  sandbox.world.put(eventOf('new', '2026-01-31T10:00:00Z', { type: 'Warning', reason: 'BackOff', count: 4 }));
  const about = { ...shop, kind: 'Pod', name: 'cart-1' };
  expect(await callTool('k8s_events', about)).toMatchObject({
    events: [
      { message: 'repeated', count: 9, last: '2026-01-31T12:00:00.500Z', from: 'node-1', object: 'Pod/cart-1' },
      { message: 'new', count: 4, type: 'Warning' },
      { message: 'old', count: 1 },
    ],
    left_out: 0,
    more: false,
    untrusted: true,
  });
  expect(await callTool('k8s_events', { ...about, limit: 1 })).toMatchObject({ events: [{ message: 'repeated' }], left_out: 2 });
  expect((await callTool('k8s_events', { ...about, type: 'Warning', reason: 'BackOff' }))['events']).toMatchObject([
    { message: 'new' },
  ]);
});

it('shows why a container does not stay up', async () => {
  const { callTool, sandbox } = await start();
  sandbox.world.put(podOf('web-2', { image: crashingImage }));
  expect((await callTool('k8s_events', { ...shop, name: 'web-2', type: 'Warning' }))['events']).toMatchObject([
    { reason: 'BackOff', object: 'Pod/web-2' },
  ]);
});

it('takes no conditions beside its own', async () => {
  const { callTool, sandbox } = await start();
  sandbox.clear();
  await expect(callTool('k8s_events', { ...shop, name: 'web,type=Normal' })).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(callTool('k8s_events', { ...shop, reason: 'A,involvedObject.kind!=Pod' })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  expect(sandbox.sent()).toEqual([]);
});
