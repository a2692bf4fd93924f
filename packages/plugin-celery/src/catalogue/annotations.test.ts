import type { JsonObject } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import { paramsOf } from './annotations.ts';

const schemaOf = (type: string): unknown => {
  const { properties } = paramsOf(`{'x': ${type}}`);
  return Object(properties).x;
};

test.for<[string, JsonObject]>([
  ["<class 'int'>", { type: 'integer' }],
  ["<class 'float'>", { type: 'number' }],
  ["<class 'str'>", { type: 'string' }],
  ["<class 'bool'>", { type: 'boolean' }],
  ["<class 'dict'>", { type: 'object' }],
  ["<class 'datetime.datetime'>", { type: 'string', format: 'date-time' }],
  ["<class 'datetime.date'>", { type: 'string', format: 'date' }],
  ["<class 'uuid.UUID'>", { type: 'string', format: 'uuid' }],
  ["'int'", { type: 'integer' }],
  ["'datetime.date | None'", { type: ['string', 'null'], format: 'date' }],
  ['typing.Any', {}],
  ['typing.Optional[int]', { type: ['integer', 'null'] }],
  ['int | str', { anyOf: [{ type: 'integer' }, { type: 'string' }] }],
  ['typing.Union[int, str, None]', { anyOf: [{ type: 'integer' }, { type: 'string' }, { type: 'null' }] }],
  ['list[int]', { type: 'array', items: { type: 'integer' } }],
  ['typing.List[typing.Dict[str, int]]', { type: 'array', items: { type: 'object' } }],
  ['tuple[int, str]', { type: 'array' }],
  ["typing.Literal['a, b', 'c', 3, True]", { enum: ['a, b', 'c', 3, true] }],
  ["<class 'shop.models.Order'>", {}],
  ["typing.Optional[ForwardRef('Order')]", {}],
  ["<class 'constructor'>", {}],
])('%s is %j', ([type, schema]) => {
  expect(schemaOf(type)).toEqual(schema);
});

test('parameters come in their order, without what is returned', () => {
  const text = "{'b': typing.Dict[str, int], 'a': <class 'int'>, 'return': <class 'str'>}";
  expect(paramsOf(text)).toEqual({ type: 'object', properties: { b: { type: 'object' }, a: { type: 'integer' } } });
});

test.for([
  '',
  '{}',
  'None',
  '{',
  '}}}',
  "{'x'}",
  "{'x': ",
  "{'a b': <class 'int'>}",
  '[[[[<<<',
  `{'x': ${'list['.repeat(5_000)}`,
])('takes %s for what it is', (text) => {
  expect(paramsOf(text)).toMatchObject({ type: 'object' });
});

test('a name after the prototype of all objects stays a field', () => {
  const { properties } = paramsOf("{'__proto__': <class 'int'>, 'y': <class 'str'>}");
  expect(Object.keys(Object(properties))).toEqual(['__proto__', 'y']);
});
