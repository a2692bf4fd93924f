import { expect, test } from 'vitest';
import { ask, openSandbox, taskRequest } from './test/ask.ts';

test('under pressure no task is taken, and the answer says when to ask again', async () => {
  const { url, world } = await openSandbox();
  const submit = () => ask(`${url}/v1/tasks`, { method: 'POST', json: taskRequest() });
  world.setBackpressure({ reason: 'Simulated: the queue is full', retryAfterS: 15 });
  const before = world.state();
  const refused = await submit();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '15']);
  expect(refused.json).toEqual({
    error: { code: 'BACKPRESSURE', message: 'Simulated: the queue is full', retry_after_seconds: 15 },
  });
  expect(world.state()).toEqual(before);
  world.setBackpressure(undefined);
  expect((await submit()).status).toBe(200);
});

test('an open circuit breaker refuses analytics and submissions, not the health', async () => {
  const { url, world } = await openSandbox();
  world.setHealth('circuit_breaker', { status: 'unhealthy', message: 'open (simulated)' });
  for (const path of ['/v1/analytics/performance', '/v1/analytics/bottlenecks']) {
    expect(await ask(url + path)).toMatchObject({ status: 503, json: { error: { code: 'CIRCUIT_BREAKER_OPEN' } } });
  }
  expect((await ask(`${url}/v1/tasks`, { method: 'POST', json: taskRequest() })).status).toBe(503);
  const health = await ask(`${url}/health/detailed`);
  expect([health.status, health.json]).toMatchObject([200, { status: 'degraded', info: { circuit_breaker_state: 'Open' } }]);
});
