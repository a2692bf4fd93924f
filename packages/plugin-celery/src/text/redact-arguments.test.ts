import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { redactArguments, redactText } from './redact-arguments.ts';

test('hides the values of secret-looking names at any depth, and credentials inside URLs', () => {
  expect(
    redactArguments({
      user: 'ada',
      password: 'pw-1',
      nested: [{ api_key: { id: 'pw-2' }, DB_PASSWD: 'pw-3', accessToken: 'pw-4' }],
      url: 'redis://ada:pw-5@cache:6379/0',
      tokens_used: 17,
    }),
  ).toEqual({
    user: 'ada',
    password: '[secret]',
    nested: [{ api_key: '[secret]', DB_PASSWD: '[secret]', accessToken: '[secret]' }],
    url: 'redis://[secret]@cache:6379/0',
    tokens_used: 17,
  });
});

test.each([
  ["{'user': 'ada', 'password': 'pw-1'}", "{'user': 'ada', 'password': [secret]}"],
  ['connect(password=pw-1, user=ada)', 'connect(password=[secret], user=ada)'],
  ['"api_key": "pw-1"', '"api_key": [secret]'],
  ['amqp://guest:pw-1@rabbit//', 'amqp://[secret]@rabbit//'],
  ['nothing to hide: 5 items', 'nothing to hide: 5 items'],
])('%s', (text, shown) => {
  expect(redactText(text)).toBe(shown);
});

test.each(['password', 'password=', "password='", 'a.', 'a://', 'a://b:', 'token ', "'"])(
  'a long text of %j is read once',
  (part) => {
    const text = part.repeat(200_000 / part.length);
    expect(redactText(text).length).toBeGreaterThan(0);
  },
);

test('ends for any text, and changes no value of an ordinary name that has no URL in it', () => {
  fc.assert(fc.property(fc.string({ maxLength: 2_000 }), (text) => void redactText(text)));
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.integer(),
          fc.boolean(),
          fc.string().filter((text) => !/[:=]/.test(text)),
        ),
      ),
      (values) => {
        expect(redactArguments(values)).toEqual(values);
      },
    ),
  );
});
