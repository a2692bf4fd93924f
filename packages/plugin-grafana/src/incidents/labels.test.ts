import { expect, test } from 'vitest';
import { labelText, showLabel } from './labels.ts';

test.each([
  [{ key: 'tags', label: 'component:circuit-breaker' }, ['component', 'circuit-breaker']],
  [{ label: 'url:http://a' }, ['url', 'http://a']],
  [{ key: '', label: 'plain' }, ['tags', 'plain']],
  [{ key: 'service_name', label: 'a:b' }, ['service_name', 'a:b']],
  [{ label: ':odd' }, ['tags', ':odd']],
  [{ label: 'odd:' }, ['tags', 'odd:']],
])('%j is a key and a value', (stored, [key, value]) => {
  expect(showLabel(stored)).toEqual({ key, value, label: stored.label });
});

test.each([
  [{ key: 'component', label: 'breaker' }, 'component:breaker'],
  [{ key: 'component', value: 'breaker', label: 'component:breaker' }, 'component:breaker'],
  [{ label: 'plain' }, 'plain'],
  ['a:b', 'a:b'],
  [7, 7],
])('%j is kept as one text', (given, text) => {
  expect(labelText(given)).toBe(text);
});
