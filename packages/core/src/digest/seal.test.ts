import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical.ts';
import { open, seal } from './seal.ts';

const key = new Uint8Array(32).fill(7);
const text = fc.string({ unit: 'grapheme', maxLength: 200 });

test('opens what it sealed, for the same key and context', () => {
  fc.assert(
    fc.property(text, text, fc.uint8Array({ minLength: 32, maxLength: 32 }), (plain, context, someKey) => {
      expect(open({ key: someKey, sealed: seal({ key: someKey, text: plain, context }), context })).toBe(plain);
    }),
  );
});

test('hides the text and never seals the same way twice', () => {
  const sealed = seal({ key, text: canonicalJson({ token: 'hunter2' }), context: 'plan' });
  expect(Buffer.from(sealed, 'base64url').includes('hunter2')).toBe(false);
  expect(sealed).not.toBe(seal({ key, text: canonicalJson({ token: 'hunter2' }), context: 'plan' }));
});

test('opens nothing after any bit of the sealed bytes changed', () => {
  fc.assert(
    fc.property(text, fc.nat(), (plain, at) => {
      const bytes = Buffer.from(seal({ key, text: plain, context: 'plan' }), 'base64url');
      const bit = at % (bytes.length * 8);
      bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(open({ key, sealed: bytes.toString('base64url'), context: 'plan' })).toBeUndefined();
    }),
  );
});

test('opens nothing after any character of the sealed text changed', () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.string({ unit: 'binary', maxLength: 2 }), (plain, at, other) => {
      const sealed = seal({ key, text: plain, context: 'plan' });
      const index = at % sealed.length;
      const changed = sealed.slice(0, index) + other + sealed.slice(index + 1);
      fc.pre(changed !== sealed);
      expect(open({ key, sealed: changed, context: 'plan' })).toBeUndefined();
    }),
  );
});

test('opens nothing for another context or another key', () => {
  fc.assert(
    fc.property(text, text, text, (plain, context, other) => {
      fc.pre(context !== other);
      expect(open({ key, sealed: seal({ key, text: plain, context }), context: other })).toBeUndefined();
    }),
  );
  expect(open({ key: new Uint8Array(32), sealed: seal({ key, text: 'x', context: 'a' }), context: 'a' })).toBeUndefined();
});

test('opens no text that was never sealed, and never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String()), (sealed) => {
      expect(open({ key, sealed, context: '\ud800' })).toBeUndefined();
      expect(open({ key, sealed, context: 'plan' })).toBeUndefined();
    }),
  );
});

test('refuses to seal text that has no UTF-8 form', () => {
  expect(() => seal({ key, text: 'a\ud800', context: 'plan' })).toThrow('lone surrogate');
  expect(() => seal({ key, text: 'a', context: '\udc00' })).toThrow('lone surrogate');
});
