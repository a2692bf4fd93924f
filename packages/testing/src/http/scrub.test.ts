import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createScrub, formsOf } from './scrub.ts';

const secret = fc
  .string({ minLength: 12, maxLength: 40, unit: 'binary' })
  .filter((text) => text.trim().length >= 12 && text.isWellFormed());

test('finds a secret inside base64, whatever stands around it', () => {
  fc.assert(
    fc.property(secret, fc.string(), fc.string(), (text, before, after) => {
      for (const encoding of ['base64', 'base64url'] as const) {
        const encoded = Buffer.from(before + text + after).toString(encoding);
        expect(formsOf(text).some((form) => encoded.includes(form))).toBe(true);
      }
    }),
  );
});

test('takes a secret out of every place of a JSON value', () => {
  fc.assert(
    fc.property(secret, fc.json(), (text, json) => {
      const value = { [text]: json, list: [`x ${text} y`, { deep: encodeURIComponent(text) }] };
      const scrubbed = JSON.stringify(createScrub([text]).json(value));
      expect(scrubbed).not.toContain(JSON.stringify(text).slice(1, -1));
      expect(scrubbed).not.toContain(encodeURIComponent(text));
    }),
  );
});

test('leaves a text without secrets as it is', () => {
  expect(createScrub(['hunter22']).json({ user: 'ada', page_token: 'p2', tokens: 3 })).toEqual({
    user: 'ada',
    page_token: 'p2',
    tokens: 3,
  });
});
