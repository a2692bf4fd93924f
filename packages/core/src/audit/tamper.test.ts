import { describe, expect, test } from 'vitest';
import { newChainFile, quoted, rewritten } from '../../test/audit/chain-file.ts';
import { canonicalJson } from '../digest/canonical.ts';
import { sha256Hex } from '../digest/sha256.ts';

const set = (path: string, value: string) => `UPDATE events SET body = json_set(body, '${path}', ${value}) WHERE seq = 5`;
/** The columns that read the text refuse one that is not JSON. */
const rebuild = 'CREATE TABLE copy AS SELECT seq, hash, body FROM events; DROP TABLE events; ALTER TABLE copy RENAME TO events';
const edited = expect.stringContaining('edited');
const moved = expect.stringContaining('removed, inserted or moved');

describe('a chain that nobody touched', () => {
  test('is sound and proven to its end by the anchor', async () => {
    const { verdict, anchor, events } = await newChainFile();
    const head = { seq: 10, hash: events[9]?.hash };
    expect(await verdict({ anchor })).toEqual({ status: 'ok', events: 10, head, anchored: true, anchoredSeq: 10 });
    expect(await verdict()).toEqual({ status: 'ok', events: 10, head, anchored: false });
  });
});

describe('an edit', () => {
  test.each([
    'event',
    'time',
    'principal',
    'client',
    'remote_address',
    'tool',
    'plugin',
    'profile',
    'plan_id',
    'input_digest',
    'input.task',
    'assurance',
    'approver',
    'outcome',
    'duration_ms',
    'trace_id',
    'details.note',
    'prev_hash',
    'added',
  ])('of %s is found', async (field) => {
    const { verdict, tamper } = await newChainFile();
    tamper(set(`$.${field}`, "'forged'"));
    expect(await verdict()).toEqual({ status: 'broken', seq: 5, reason: edited });
  });

  test.each([
    ['of seq', set('$.seq', '7')],
    ['that removes a field', "UPDATE events SET body = json_remove(body, '$.approver') WHERE seq = 5"],
    ['of the hash', "UPDATE events SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE seq = 5"],
    ['that empties the text', `${rebuild}; UPDATE events SET body = '' WHERE seq = 5`],
    ['that leaves no event', "UPDATE events SET body = '{}' WHERE seq = 5"],
    ['that only adds white space', "UPDATE events SET body = replace(body, ',', ', ') WHERE seq = 5"],
    ['that hides behind a doubled key', `UPDATE events SET body = '{"tool":"other",' || substr(body, 2) WHERE seq = 5`],
    ['of text that JSON cannot say', `UPDATE events SET body = replace(body, 'claude', '\\ud800') WHERE seq = 5`],
  ])('%s is found', async (_name, statement) => {
    const { verdict, tamper } = await newChainFile();
    tamper(statement);
    expect(await verdict()).toEqual({ status: 'broken', seq: 5, reason: edited });
  });

  test('with a hash that fits is found at the next event', async () => {
    const { verdict, tamper, events } = await newChainFile();
    const body = canonicalJson({ ...events[4], approver: 'mallory', hash: undefined });
    tamper(`UPDATE events SET body = '${quoted(body)}', hash = '${sha256Hex(body)}' WHERE seq = 5`);
    expect(await verdict()).toEqual({ status: 'broken', seq: 6, reason: expect.stringContaining('does not follow') });
  });
});

describe('a chain with other events', () => {
  const swap =
    'UPDATE events SET seq = -1 WHERE seq = 5; UPDATE events SET seq = 5 WHERE seq = 6; UPDATE events SET seq = 6 WHERE seq = -1';

  test.each([
    ['one removed', 'DELETE FROM events WHERE seq = 5', 5],
    ['the first removed', 'DELETE FROM events WHERE seq = 1', 1],
    ['one removed and the rest moved up', 'DELETE FROM events WHERE seq = 5; UPDATE events SET seq = seq - 1 WHERE seq > 5', 5],
    ['two swapped', swap, 5],
    ['one moved to the end', 'UPDATE events SET seq = 11 WHERE seq = 5', 5],
    ['one doubled at the end', 'INSERT INTO events (seq, hash, body) SELECT 11, hash, body FROM events WHERE seq = 10', 11],
    ['one before the beginning', 'INSERT INTO events (seq, hash, body) SELECT -4, hash, body FROM events WHERE seq = 1', 2],
    ['one far away', 'INSERT INTO events (seq, hash, body) SELECT 4e15, hash, body FROM events WHERE seq = 3', 11],
  ])('is found: %s', async (_name, statement, seq) => {
    const { verdict, tamper } = await newChainFile();
    tamper(statement);
    expect(await verdict()).toEqual({ status: 'broken', seq, reason: moved });
  });

  test('is found where a forged event with a fitting hash was put in', async () => {
    const { verdict, tamper, events } = await newChainFile();
    const body = canonicalJson({ ...events[5], approver: 'mallory', hash: undefined });
    tamper(
      'UPDATE events SET seq = -seq - 1 WHERE seq > 5',
      'UPDATE events SET seq = -seq WHERE seq < 0',
      `INSERT INTO events (seq, hash, body) VALUES (6, '${sha256Hex(body)}', '${quoted(body)}')`,
    );
    expect(await verdict()).toEqual({ status: 'broken', seq: 7, reason: moved });
  });

  test('is not proven where a forged event was put at the end', async () => {
    const { verdict, tamper, events, anchor } = await newChainFile();
    const body = canonicalJson({ ...events[9], seq: 11, prev_hash: events[9]?.hash, approver: 'mallory', hash: undefined });
    tamper(`INSERT INTO events (seq, hash, body) VALUES (11, '${sha256Hex(body)}', '${quoted(body)}')`);
    expect(await verdict({ anchor })).toMatchObject({ status: 'ok', events: 11, anchored: false, anchoredSeq: 10 });
  });
});

describe('what only the anchor shows', () => {
  test('is a tail that was cut', async () => {
    const { verdict, tamper, anchor } = await newChainFile();
    tamper('DELETE FROM events WHERE seq > 7');
    expect(await verdict()).toMatchObject({ status: 'ok', events: 7, anchored: false });
    expect(await verdict({ anchor })).toEqual({ status: 'broken', seq: 8, reason: expect.stringContaining('event 10 is known') });
  });

  test('is a chain that was emptied', async () => {
    const { verdict, tamper, anchor } = await newChainFile();
    tamper('DELETE FROM events');
    expect(await verdict()).toMatchObject({ status: 'ok', events: 0, anchored: false });
    expect(await verdict({ anchor })).toMatchObject({ status: 'broken', seq: 1 });
  });

  test('is a chain that was written anew from one event on, or as a whole', async () => {
    const { verdict, tamper, anchor, events } = await newChainFile();
    const forged = events.map((event) => (event.seq === 5 ? { ...event, approver: 'mallory' } : event));
    tamper('DELETE FROM events', ...rewritten(forged));
    expect(await verdict()).toMatchObject({ status: 'ok', events: 10 });
    expect(await verdict({ anchor })).toEqual({ status: 'broken', seq: 10, reason: expect.stringContaining('written anew') });
  });

  test('is a tail that was cut and grew again, also after newer heads were kept', async () => {
    const { verdict, tamper, anchor, events } = await newChainFile();
    const forged = [...events.slice(0, 8), ...events.slice(0, 6)];
    tamper('DELETE FROM events', ...rewritten(forged));
    const newest = await verdict();
    if (newest.status === 'ok') await anchor.write(newest.head);
    expect(newest).toMatchObject({ status: 'ok', events: 14 });
    expect(await verdict({ anchor })).toEqual({ status: 'broken', seq: 10, reason: expect.stringContaining('written anew') });
  });
});

describe('what only a receipt shows', () => {
  test('is a chain that was written anew or cut before it', async () => {
    const { verdict, tamper, events } = await newChainFile();
    const receipt = { seq: 6, hash: events[5]?.hash ?? '' };
    expect(await verdict({ receipt })).toMatchObject({ status: 'ok', events: 10, anchored: false, anchoredSeq: 6 });
    expect(await verdict({ receipt, untilSeq: 6 })).toMatchObject({ status: 'ok', events: 6, anchored: true });
    expect(await verdict({ receipt, untilSeq: 3 })).toMatchObject({ status: 'ok', events: 6, anchored: true });
    tamper('DELETE FROM events', ...rewritten(events.map((event) => ({ ...event, principal: 'mallory' }))));
    expect(await verdict({ receipt })).toEqual({ status: 'broken', seq: 6, reason: expect.stringContaining('the receipt') });
    tamper('DELETE FROM events WHERE seq > 4');
    expect(await verdict({ receipt })).toEqual({ status: 'broken', seq: 5, reason: expect.stringContaining('event 6 is known') });
  });
});
