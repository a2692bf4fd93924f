import { Secret } from '@lineclear/core/plugin';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainJsonProblem } from './plain-json.ts';

test('finds nothing in any JSON value', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => plainJsonProblem(value) === undefined));
});

test.for<[unknown, string]>([
  [{ when: new Date() }, '$.when is a Date'],
  [{ list: [1, new Map()] }, '$.list[1] is a Map'],
  [{ count: 1n }, '$.count is a bigint'],
  [{ rate: Number.NaN }, '$.rate is NaN'],
  [undefined, '$ is undefined'],
  [[undefined], '$[0] is undefined'],
  [{ run: () => {} }, '$.run is a function'],
  [{ token: new Secret('x') }, '$.token is a Secret'],
  [new URL('http://x'), '$ is a URL'],
])('says where a value is not plain: %o', ([value, problem]) => {
  expect(plainJsonProblem(value)).toBe(problem);
});

test('allows absent fields, and secrets where they may stand', () => {
  expect(plainJsonProblem({ left_out: undefined })).toBeUndefined();
  expect(plainJsonProblem({ token: new Secret('x') }, { secrets: true })).toBeUndefined();
});
