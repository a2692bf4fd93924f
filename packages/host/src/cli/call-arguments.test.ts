import { expect, test } from 'vitest';
import { ExitError } from '../exit-codes.ts';
import { callArguments } from './call-arguments.ts';

const schema = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    limit: { type: 'integer' },
    deep: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string' } },
    ids: { type: 'array', items: { type: 'integer' } },
    options: { type: 'object' },
    kind: { enum: ['a', 'b'] },
    maybe: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
  },
};
const read = (...pairs: string[]) => callArguments({ json: undefined, pairs, schema });

test('a value becomes what the schema wants', () => {
  expect(read('name=12', 'limit=12', 'deep=true', 'kind=a', 'maybe=null', 'options={"x":1}')).toEqual({
    name: '12',
    limit: 12,
    deep: true,
    kind: 'a',
    maybe: null,
    options: { x: 1 },
  });
});

test('a key that comes again makes a list; one value of a list is a list too', () => {
  expect(read('tags=a', 'tags=b=c')).toEqual({ tags: ['a', 'b=c'] });
  expect(read('ids=7')).toEqual({ ids: [7] });
  expect(read('ids=[1,2]')).toEqual({ ids: [1, 2] });
});

test('without a schema a number is a number and a word is a word', () => {
  expect(callArguments({ json: undefined, pairs: ['a=1', 'b=one', 'c={}', 'd='], schema: undefined })).toEqual({
    a: 1,
    b: 'one',
    c: {},
    d: '',
  });
});

test('arguments on the command line win over --json', () => {
  expect(callArguments({ json: '{"name":"x","limit":1}', pairs: ['limit=2'], schema })).toEqual({ name: 'x', limit: 2 });
});

test.each([
  [['novalue'], undefined],
  [['limit=many'], undefined],
  [[], '[1]'],
  [[], '{'],
])('refuses %s %s', (pairs, json) => {
  expect(() => callArguments({ json, pairs, schema })).toThrow(ExitError);
});
