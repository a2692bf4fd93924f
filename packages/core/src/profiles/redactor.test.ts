import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Secret } from '../plugin/secret.ts';
import { createRedactor } from './redactor.ts';

const mark = '[secret]';
const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

describe('text', () => {
  const redactor = createRedactor({ secrets: ['tok/en+"1"&é'] });
  test.each([
    ['as it is', 'x tok/en+"1"&é y'],
    ['in JSON', `x ${JSON.stringify('tok/en+"1"&é').slice(1, -1)} y`],
    ['in JSON that escapes slashes', 'x tok\\/en+\\"1\\"&é y'],
    ['in JSON that escapes HTML', 'x tok/en+\\"1\\"\\u0026é y'],
    ['in JSON of ASCII only', 'x tok/en+\\"1\\"&\\u00e9 y'],
    ['in JSON that escapes all it can', 'x tok/en\\u002B\\u00221\\u0022\\u0026\\u00E9 y'],
    ['percent-encoded', 'x tok%2Fen%2B%221%22%26%C3%A9 y'],
    ['percent-encoded in lower case', 'x tok%2fen%2b%221%22%26%c3%a9 y'],
    ['in base64', `x ${base64('tok/en+"1"&é')} y`],
  ])('hides a secret %s', (_title, text) => {
    expect(redactor.text(text)).toBe(`x ${mark} y`);
  });

  test('hides each line of a secret that has several', () => {
    const key = '-----BEGIN KEY-----\n  MIIEvQIBADANBg\r\nkqhkiG9w0BAQ\n-----END KEY-----';
    const shown = createRedactor({ secrets: [key] }).text(`first MIIEvQIBADANBg, then kqhkiG9w0BAQ and ${JSON.stringify(key)}`);
    expect(shown).not.toMatch(/MIIE|kqhk/);
  });

  test('hides the whole of two secrets that overlap, and the longer of two that begin alike', () => {
    const redactor = createRedactor({ secrets: ['abcdef', 'defghi', 'abcdefXYZ'] });
    expect(redactor.text('1abcdefghi2')).toBe(`1${mark}2`);
    expect(redactor.text('1abcdefXYZ2')).toBe(`1${mark}2`);
  });

  test('does not search for secrets shorter than four characters', () => {
    expect(createRedactor({ secrets: ['abc', ''] }).text('abcabc')).toBe('abcabc');
  });

  test('changes nothing the second time, even for a secret that occurs in the mark', () => {
    const redactor = createRedactor({ secrets: ['secret', 'cret'] });
    const once = redactor.text('a secret and a cretin');
    expect(once).toBe(`a ${mark} and a ${mark}in`);
    expect(redactor.text(once)).toBe(once);
  });

  test('hides a secret whose invisible characters were stripped from the text', () => {
    expect(createRedactor({ secrets: ['pass\u200bword'] }).text('my password')).toBe(`my ${mark}`);
  });

  test('hides thousands of secrets in one long text', () => {
    const text = createRedactor({ secrets: ['hunter2'] }).text('a hunter2 '.repeat(100_000));
    expect(text).toBe(`a ${mark} `.repeat(100_000));
  });
});

describe('value', () => {
  const redactor = createRedactor({ secrets: ['hunter2', '48392017'] });

  test('hides secrets in keys, nested values, errors and URLs', () => {
    const error = new Error('no hunter2 here', { cause: new Error('hunter2') });
    const shown = redactor.value({
      'x-hunter2': [{ deep: 'hunter2!' }],
      error,
      url: new URL('http://u:hunter2@h/'),
      map: new Map([['hunter2', 1]]),
    });
    expect(JSON.stringify(shown)).not.toContain('hunter2');
    expect(shown).toMatchObject({ [`x-${mark}`]: [{ deep: `${mark}!` }], error: { message: `no ${mark} here` } });
  });

  test('hides a number that is a secret, and no number that only contains one', () => {
    expect(redactor.value({ pin: 48_392_017, id: 483_920_170 })).toEqual({ pin: mark, id: 483_920_170 });
  });

  test('yields the same value when there is nothing to hide', () => {
    const value = { a: ['text', 1, { b: null }], key: new Secret('hunter2'), bytes: Buffer.from('hunter2') };
    expect(redactor.value(value)).toBe(value);
  });
});

describe('add', () => {
  test('hides what was learned later, short windows included', () => {
    const redactor = createRedactor({ secrets: ['a-very-long-secret'] });
    expect(redactor.text('wxyz a-very-long-secret')).toBe(`wxyz ${mark}`);
    redactor.add('wxyz');
    expect(redactor.text('wxyz a-very-long-secret')).toBe(`${mark} ${mark}`);
  });

  test('keeps the configured secrets and the newest learned ones, however many are added', () => {
    const redactor = createRedactor({ secrets: ['configured'] });
    for (let index = 0; index < 1_500; index++) redactor.add(`learned-${index}-x`);
    expect(redactor.text('configured learned-0-x learned-1499-x learned-1200-x')).toBe(`${mark} learned-0-x ${mark} ${mark}`);
  });
});

describe('any secret', () => {
  // No letter of a secret occurs around it: what is left of it can be told from its surroundings.
  const secretText = fc
    .string({ unit: fc.constantFrom(...'abcXYZ"\\/+&<é日 '), minLength: 4, maxLength: 40 })
    .filter((text) => text.trim().length >= 4);
  const around = fc.string({ unit: fc.constantFrom(...'0123456789:,{}'), maxLength: 12 });
  const forms: readonly ((text: string) => string)[] = [
    (text) => text,
    (text) => JSON.stringify(text),
    encodeURIComponent,
    encodeURI,
    (text) => new URLSearchParams({ q: text }).toString(),
    (text) => base64(text),
    (text) => Buffer.from(text).toString('base64url'),
  ];

  test('never survives, in any form, anywhere in a value', () => {
    fc.assert(
      fc.property(
        fc.array(secretText, { minLength: 1, maxLength: 8 }),
        around,
        around,
        fc.constantFrom(...forms),
        (secrets, before, after, form) => {
          const redactor = createRedactor({ secrets });
          for (const secret of secrets) {
            const text = before + form(secret) + after;
            const shown = redactor.value({ [text]: [{ deep: text }], text });
            const pieces = JSON.stringify(Object.entries(shown)).split(mark);
            expect(pieces.filter((piece) => piece.includes(secret) || piece.includes(form(secret)))).toEqual([]);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('never survives inside base64 of something longer', () => {
    fc.assert(
      fc.property(
        secretText,
        around,
        around,
        fc.constantFrom('base64' as const, 'base64url' as const),
        (secret, before, after, encoding) => {
          fc.pre(Buffer.byteLength(secret) >= 7);
          const encoded = Buffer.from(before + secret + after).toString(encoding);
          const inFront = Math.ceil((before.length * 8) / 6);
          const behind = encoded.length - Math.ceil(((before.length + Buffer.byteLength(secret)) * 8) / 6);
          const pieces = createRedactor({ secrets: [secret] })
            .text(encoded)
            .split(mark);
          expect(pieces.length).toBeGreaterThan(1);
          expect(pieces[0]?.length).toBeLessThanOrEqual(inFront);
          expect(pieces.slice(1).join('').length).toBeLessThanOrEqual(behind);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('leaves texts without secrets as they are', () => {
    fc.assert(
      fc.property(
        fc.array(secretText, { maxLength: 5 }),
        fc.string({ unit: fc.constantFrom(...'0123456789:,{}'), maxLength: 300 }),
        (secrets, text) => {
          const value = { [text]: [text] };
          expect(createRedactor({ secrets }).value(value)).toBe(value);
        },
      ),
    );
  });
});
