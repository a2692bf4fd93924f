import { describe, expect, test } from 'vitest';
import { newTrail } from '../../test/audit/fixtures.ts';
import { draft } from '../../test/store/fixtures.ts';
import type { Head } from '../store/event.ts';
import type { Anchor } from './types.ts';

/** An anchor in memory that can be slow or broken. */
const keepingAnchor = () => {
  const heads: Head[] = [];
  const behaviour = { write: async () => {} };
  const anchor: Anchor = {
    location: 'test',
    write: async (head) => {
      await behaviour.write();
      heads.push(head);
    },
    read: async () => heads.at(-1),
  };
  return { anchor, heads, behaviour };
};

describe('the anchor', () => {
  test('gets the head after events that matter', async () => {
    const { anchor, heads } = keepingAnchor();
    const { trail, store } = newTrail({ anchor });
    await trail.append([draft({ event: 'confirmed' }), draft({ event: 'executed' })]);
    await expect.poll(() => heads).toEqual([await store.head()]);
    await trail.append([draft({ event: 'confirmed' })]);
    await expect.poll(() => heads.at(-1)).toEqual(await store.head());
    expect(heads).toHaveLength(2);
  });

  test('gets the head of reads once in a while, and at the end', async () => {
    const { anchor, heads } = keepingAnchor();
    const { trail, store } = newTrail({ anchor });
    for (let index = 0; index < 20; index++) {
      void trail.record(draft());
      await trail.flush();
    }
    expect(heads.length).toBeLessThan(20);
    await trail.close();
    expect(heads.at(-1)).toEqual(await store.head());
  });

  test('gets one head for all that was chained while it was busy', async () => {
    const { anchor, heads, behaviour } = keepingAnchor();
    const { promise, resolve } = Promise.withResolvers<void>();
    behaviour.write = () => promise;
    const { trail, store } = newTrail({ anchor });
    for (let index = 0; index < 10; index++) await trail.append([draft({ event: 'executed' })]);
    expect(heads).toEqual([]);
    resolve();
    await trail.close();
    expect(heads.map(({ seq }) => seq)).toEqual([1, 10]);
    expect(heads.at(-1)).toEqual(await store.head());
  });

  test('that fails is logged once, shows in anchorHealthy, fails no call and is tried again', async () => {
    const { anchor, heads, behaviour } = keepingAnchor();
    behaviour.write = () => Promise.reject(new Error('no space'));
    const { trail, logged } = newTrail({ anchor });
    for (let index = 0; index < 3; index++) await trail.append([draft({ event: 'executed' })]);
    await expect.poll(() => trail.anchorHealthy).toBe(false);
    expect(trail.healthy).toBe(true);
    expect(logged).toMatchObject([{ level: 'error', fields: { anchor: 'test', error: { message: 'no space' } } }]);
    behaviour.write = async () => {};
    await expect.poll(() => trail.anchorHealthy).toBe(true);
    expect(heads.at(-1)).toMatchObject({ seq: 3 });
  });

  test('is healthy where there is none', () => {
    expect(newTrail().trail.anchorHealthy).toBe(true);
  });
});
