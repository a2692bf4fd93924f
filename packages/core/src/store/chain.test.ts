import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draft, stores } from '../../test/store/fixtures.ts';
import { verify } from '../audit/verify.ts';
import { chainEvents, emptyHead, hashOf } from './chain.ts';
import type { EventDraft } from './event.ts';

/** Any text, broken surrogates too, as callers may send. */
const text = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 12 });
const json = fc.dictionary(text, fc.anything({ withBigInt: true, withDate: true, withSparseArray: true }), { maxKeys: 4 });

const drafts: fc.Arbitrary<EventDraft[]> = fc.array(
  fc.record({ principal: text, client: text, tool: text, duration_ms: fc.double(), input: json, details: json }).map((fields) => {
    // What untyped callers hand over is not what the types promise.
    const untyped: object = fields;
    return Object.assign(draft(), untyped);
  }),
  { minLength: 1, maxLength: 6 },
);

describe.each(stores)('any events at all in the $name store', ({ open }) => {
  test('make a chain that verifies, comes back as it was appended, and says who called what', async () => {
    const store = await open();
    await fc.assert(
      fc.asyncProperty(drafts, async (batch) => {
        const { seq } = await store.head();
        const appended = await store.append(batch);
        const found = await store.events({ afterSeq: seq, order: 'asc' });
        expect(found.map(({ hash }) => hash)).toEqual(appended.map(({ hash }) => hash));
        expect(found.map(hashOf)).toEqual(found.map(({ hash }) => hash));
        expect(found.map(({ tool }) => tool)).toEqual(batch.map(({ tool }) => tool?.toWellFormed()));
      }),
      { numRuns: 100 },
    );
    expect(await verify({ store })).toMatchObject({ status: 'ok' });
  });
});

test('a draft cannot bring its own place in the chain', () => {
  const untyped: object = { seq: 99, prev_hash: 'x', hash: 'y' };
  const [link] = chainEvents({ drafts: [Object.assign(draft(), untyped)], head: emptyHead });
  expect(link?.event).toMatchObject({ seq: 1, prev_hash: emptyHead.hash });
  expect(link?.event.hash).toBe(link && hashOf(link.event));
  expect(link?.body).not.toContain('"hash"');
});
