import { expect, test } from 'vitest';
import { selectorsFrom } from './old-matches.ts';
import { queryArguments, renameArguments } from './rename-arguments.ts';

test('older names become the names of today, and others stay', () => {
  const rename = renameArguments({ ...queryArguments, labelName: 'label' });
  expect(rename({ datasourceUid: 'a', labelName: 'job', startRfc3339: 's', endTime: 'e', limit: 3, unknown: null })).toEqual({
    datasource_uid: 'a',
    label: 'job',
    start: 's',
    end: 'e',
    limit: 3,
    unknown: null,
  });
});

test('the first of several names for the same argument counts', () => {
  expect(renameArguments(queryArguments)({ startTime: 'now-1h', start: 'now-2h', startRfc3339: 'now-3h' })).toEqual({
    start: 'now-1h',
  });
});

test('a moment may have been a number', () => {
  expect(renameArguments(queryArguments)({ startTime: 1_700_000_000, endTime: 'now', limit: 3 })).toEqual({
    start: '1700000000',
    end: 'now',
    limit: 3,
  });
});

test('names of every object are no names of arguments', () => {
  const args = JSON.parse('{"constructor":1,"toString":2,"__proto__":{"start":"now"}}');
  expect(Object.entries(renameArguments(queryArguments)(args))).toHaveLength(3);
  expect(Object.getPrototypeOf(renameArguments(queryArguments)(args))).toBe(Object.prototype);
});

test.each([
  [[{ filters: [{ name: 'job', value: 'a"b' }] }], ['{job="a\\"b"}']],
  [
    [
      {
        filters: [
          { name: 'a', type: '=~', value: 'x|y' },
          { name: 'b', type: '!=', value: '' },
        ],
      },
    ],
    ['{a=~"x|y",b!=""}'],
  ],
  [['up'], ['up']],
  ['up', 'up'],
])('the filters %j are the selectors %j', (filters, selectors) => {
  expect(selectorsFrom(filters)).toEqual(selectors);
});
