import { expect, it } from 'vitest';
import { ChannelLimit } from './channel-limit.ts';

const signal = new AbortController().signal;

it('admits so many at a time, and the others in the order in which they came', async () => {
  const limit = new ChannelLimit({ host: 'web', limit: 2 });
  const [first, second] = [await limit.take(signal), await limit.take(signal)];
  const order: string[] = [];
  const third = limit.take(signal).then((place) => (order.push('third'), place));
  const fourth = limit.take(signal).then((place) => (order.push('fourth'), place));
  expect(limit.taken).toBe(2);
  second();
  second();
  (await third)();
  (await fourth)();
  expect(order).toEqual(['third', 'fourth']);
  first();
  expect(limit.taken).toBe(0);
});

it('refuses whom it has no room to let wait, and forgets whoever leaves', async () => {
  const limit = new ChannelLimit({ host: 'web', limit: 1, maxWaiting: 1 });
  const place = await limit.take(signal);
  const leaving = new AbortController();
  const waiting = limit.take(leaving.signal);
  await expect(limit.take(signal)).rejects.toMatchObject({ code: 'rate_limited', details: { reason: 'queue_full' } });
  leaving.abort(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  const next = limit.take(signal);
  place();
  (await next)();
  expect(limit.taken).toBe(0);
});

it('becomes smaller when the server admits fewer, and refuses where nobody else is there', async () => {
  const limit = new ChannelLimit({ host: 'web', limit: 4 });
  const [one, two, three] = [await limit.take(signal), await limit.take(signal), await limit.take(signal)];
  expect(limit.lower(three)).toBe(true);
  const waiting = limit.take(signal);
  expect(limit.taken).toBe(2);
  one();
  const place = await waiting;
  two();
  expect(limit.lower(place)).toBe(false);
});

it('ends everybody who waits when the connection does', async () => {
  const limit = new ChannelLimit({ host: 'web', limit: 1 });
  await limit.take(signal);
  const waiting = limit.take(signal);
  limit.end(new Error('lost'));
  await expect(waiting).rejects.toThrow('lost');
});
