import { expect, test } from 'vitest';
import { refuseRounded } from './refuse-rounded.ts';

const refusal = (text: string): unknown => {
  try {
    return refuseRounded({ value: JSON.parse(text), at: 'params' });
  } catch (error) {
    return error;
  }
};

test.each([
  ['{"id":9007199254740993}', 'params.id'],
  ['{"ids":[1,-123456789012345678]}', 'params.ids.1'],
  ['{"a":{"b":1763791539898000001}}', 'params.a.b'],
])('%s is not what was sent any more', (text, at) => {
  expect(refusal(text)).toMatchObject({ code: 'invalid_input', details: { reason: 'integer_range', at } });
});

test.each(['{"id":9007199254740991}', '{"id":"9007199254740993"}', '{"mass":1.5e30,"part":0.1,"none":null,"list":[-1]}'])(
  '%s is',
  (text) => {
    expect(refusal(text)).toBeUndefined();
  },
);
