import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { Secret, secret } from '../plugin/secret.ts';
import { inputDigest, secretsIn, shortened, withoutSecrets } from './input-record.ts';

const key = new Uint8Array(32).fill(7);
const schema = z.object({ name: z.string(), password: secret(), more: z.array(z.object({ token: secret() })).optional() });

describe('a secret in an input', () => {
  const args = { name: 'ada', password: 'hunter2-hunter2', more: [{ token: 'tok-tok-tok' }] };
  const parsed = schema.parse(args);

  test('is bound by the digest and not revealed by it', () => {
    const other = schema.parse({ ...args, password: 'another-password' });
    expect(inputDigest({ input: parsed, key })).toBe(inputDigest({ input: schema.parse(args), key }));
    expect(inputDigest({ input: parsed, key })).not.toBe(inputDigest({ input: other, key }));
    expect(inputDigest({ input: parsed, key })).not.toBe(inputDigest({ input: parsed, key: new Uint8Array(32) }));
  });

  test('is left out of what is kept, wherever it stands', () => {
    const kept = withoutSecrets({ args, parsed });
    expect(kept).toEqual({ name: 'ada', password: '[secret]', more: [{ token: '[secret]' }] });
    expect(schema.safeParse(kept).success).toBe(true);
  });

  test('is found for redaction', () => {
    expect(secretsIn(parsed)).toEqual(['hunter2-hunter2', 'tok-tok-tok']);
  });

  test('is no substitute for JSON: other class instances are refused', () => {
    expect(() => inputDigest({ input: { at: new Date() }, key })).toThrow(expect.objectContaining({ code: 'invalid_input' }));
    expect(secretsIn({ at: new Secret('abc') })).toEqual(['abc']);
  });
});

test('the digest of an input is another one when any leaf differs', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
      fc.pre(JSON.stringify(left).isWellFormed() && JSON.stringify(right).isWellFormed());
      const same = inputDigest({ input: { value: left }, key }) === inputDigest({ input: { value: right }, key });
      const plain = (value: unknown) => JSON.stringify(value, (_name, part: unknown) => (Object.is(part, -0) ? 0 : part));
      if (plain(left) === plain(right)) expect(same).toBe(true);
      else if (same) expect(sorted(left)).toEqual(sorted(right));
    }),
  );
});

test('long texts are kept as their beginning, length and digest', () => {
  const { content } = shortened({ content: 'x'.repeat(50_000) });
  expect(String(content).length).toBeLessThan(400);
  expect(content).toContain('[50000 characters, sha256 ');
});

test('what stands under the name of a secret is not kept, at any depth', () => {
  const given = {
    params: { user: 'ada', password: 'pw', DB_PASSWD: 'pw', nested: [{ accessToken: 'pw', 'x-api-key': { id: 'pw' } }] },
    token: 'pw',
    tokens: 5_000,
    max_token: 12,
    passenger: 'bob',
    secretary: 'carol',
  };
  expect(shortened(given)).toEqual({
    params: {
      user: 'ada',
      password: '[secret]',
      DB_PASSWD: '[secret]',
      nested: [{ accessToken: '[secret]', 'x-api-key': '[secret]' }],
    },
    token: '[secret]',
    tokens: 5_000,
    max_token: 12,
    passenger: 'bob',
    secretary: 'carol',
  });
});

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, part]) => [name, sorted(part)]),
  );
};
