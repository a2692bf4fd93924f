import { expect, it, onTestFinished, vi } from 'vitest';
import { Forwards } from './forwards.ts';

const facts = {
  principal: 'ada',
  context: 'test',
  namespace: 'shop',
  pod: 'web-1',
  port: 80,
  nowMs: 1_000,
  join: async () => {},
};

it('ends by itself when its time is over', async () => {
  const forwards = new Forwards();
  onTestFinished(() => forwards.close());
  const forward = await forwards.start({ ...facts, id: 'a', lifetimeMs: 20 });
  expect(forward).toMatchObject({ id: 'a', endsAtMs: 1_020 });
  await vi.waitFor(() => expect(forwards.list('ada')).toEqual([]), { timeout: 30_000 });
});

it('has a limit for each principal, and keeps nothing of what it refused', async () => {
  const forwards = new Forwards();
  onTestFinished(() => forwards.close());
  for (let index = 0; index < 20; index += 1) {
    // oxlint-disable-next-line no-await-in-loop -- the limit counts those that are open
    await forwards.start({ ...facts, id: String(index), lifetimeMs: 60_000 });
  }
  await expect(forwards.start({ ...facts, id: 'more', lifetimeMs: 60_000 })).rejects.toMatchObject({ code: 'unsupported' });
  expect(forwards.find({ id: 'more', principal: 'ada' })).toBeUndefined();
  const third = { id: '3', principal: 'ada' };
  expect([await forwards.stop(third), await forwards.stop(third)]).toEqual([true, false]);
});

it('belongs to the principal that opened it: to others it does not exist, and takes none of their room', async () => {
  const forwards = new Forwards();
  onTestFinished(() => forwards.close());
  for (let index = 0; index < 20; index += 1) {
    // oxlint-disable-next-line no-await-in-loop -- the limit counts those that are open
    await forwards.start({ ...facts, id: String(index), lifetimeMs: 60_000 });
  }
  expect(await forwards.stop({ id: '3', principal: 'bob' })).toBe(false);
  expect(forwards.list('bob')).toEqual([]);
  await forwards.start({ ...facts, id: 'of-bob', principal: 'bob', lifetimeMs: 60_000 });
  expect(forwards.list('bob')).toMatchObject([{ id: 'of-bob' }]);
  expect(forwards.list('ada')).toHaveLength(20);
});
