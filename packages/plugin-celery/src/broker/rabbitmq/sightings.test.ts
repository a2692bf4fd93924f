import { describe, expect, it } from 'vitest';
import type { Seen } from './sightings.ts';
import { Sightings } from './sightings.ts';

const queue = 'reports';
const seen = (ids: readonly string[], fields: Partial<Seen> = {}): Seen => ({
  found: new Map(ids.map((id, position) => [id, { position, task: undefined, bytes: 1 }])),
  total: 10_000,
  isCut: false,
  ...fields,
});

describe('what was seen in a long queue', () => {
  const begin = (startMs = 1_000_000) => {
    const clock = { ms: startMs };
    const sightings = new Sightings({ now: () => clock.ms });
    const positions = (taskIds: readonly string[]) => {
      const told = sightings.tell({ queue, taskIds });
      return told && [...told.found].map(([id, { position, seenAtMs }]) => [id, position, seenAtMs]);
    };
    const note = (look: { seen: Seen; tookMs: number; missing?: readonly string[] }) =>
      sightings.note({ queue, ...look, missing: new Set(look.missing) });
    return { clock, sightings, positions, note };
  };

  it('is told for twenty times as long as the look took', () => {
    const { clock, positions, note } = begin();
    note({ seen: seen(['a', 'b']), tookMs: 500 });
    clock.ms += 9_999;
    expect(positions(['b', 'a'])).toEqual([
      ['a', 0, 1_000_000],
      ['b', 1, 1_000_000],
    ]);
    clock.ms += 1;
    expect(positions(['a'])).toBeUndefined();
  });

  it('is told for a minute at most', () => {
    const { clock, positions, note } = begin();
    note({ seen: seen(['a']), tookMs: 20_000 });
    clock.ms += 60_000;
    expect(positions(['a'])).toBeUndefined();
  });

  it('is not kept of a short look, which ends what was known before', () => {
    const { positions, note } = begin();
    note({ seen: seen(['a']), tookMs: 500 });
    note({ seen: seen(['a']), tookMs: 49 });
    expect(positions(['a'])).toBeUndefined();
  });

  it('says nothing of tasks that were not there', () => {
    const { positions, note } = begin();
    note({ seen: seen(['a']), tookMs: 500 });
    expect(positions(['a', 'sent later'])).toBeUndefined();
  });

  it('says of a queue that is too long what was seen, and that it is too long', () => {
    const { sightings, note } = begin();
    note({ seen: seen(['a'], { isCut: true }), tookMs: 500 });
    expect(sightings.tell({ queue, taskIds: ['sent later'] })).toMatchObject({ isCut: true, total: 10_000 });
  });

  it('is gone once something is taken out of the queue, or the clock is put back', () => {
    const { clock, sightings, positions, note } = begin();
    note({ seen: seen(['a']), tookMs: 500 });
    clock.ms -= 1;
    expect(positions(['a'])).toBeUndefined();
    clock.ms += 1;
    expect(positions(['a'])).toHaveLength(1);
    sightings.forget({ queue });
    expect(positions(['a'])).toBeUndefined();
  });

  it('has each look find what others asked for, for two minutes', () => {
    const { clock, sightings } = begin();
    sightings.want({ queue, taskIds: ['a', 'b'] });
    clock.ms += 60_000;
    sightings.want({ queue, taskIds: ['b', 'c'] });
    sightings.want({ queue: 'another', taskIds: ['d'] });
    expect([...sightings.wanted({ queue, taskIds: ['e'] })].toSorted()).toEqual(['a', 'b', 'c', 'e']);
    clock.ms += 60_000;
    sightings.want({ queue, taskIds: ['f'] });
    expect([...sightings.wanted({ queue, taskIds: [] })]).toEqual(['b', 'c', 'f']);
  });

  it('looks no more for what was not there or was taken out', () => {
    const { sightings, note } = begin();
    sightings.want({ queue, taskIds: ['a', 'b', 'c'] });
    note({ seen: seen(['a'], { isCut: true }), tookMs: 500, missing: ['b', 'c'] });
    expect([...sightings.wanted({ queue, taskIds: [] })]).toEqual(['a', 'b', 'c']);
    note({ seen: seen(['a', 'c']), tookMs: 5, missing: ['b'] });
    sightings.forget({ queue, taskIds: ['c'] });
    expect([...sightings.wanted({ queue, taskIds: [] })]).toEqual(['a']);
  });

  it('keeps a thousand tasks in mind, the newest', () => {
    const { sightings } = begin();
    sightings.want({ queue, taskIds: Array.from({ length: 1_001 }, (_, index) => `task-${index}`) });
    const wanted = sightings.wanted({ queue, taskIds: [] });
    expect([wanted.size, wanted.has('task-0'), wanted.has('task-1000')]).toEqual([1_000, false, true]);
  });
});
