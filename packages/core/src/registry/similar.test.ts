import fc from 'fast-check';
import { expect, test } from 'vitest';
import { didYouMean, similarNames } from './similar.ts';

const known = ['task_list', 'task_cancel', 'task_inspect', 'dlq_list', 'query_prometheus'];

test.each([
  ['task_lst', ['task_list']],
  ['cancel_task', ['task_cancel']],
  ['Task-List', ['task_list']],
  ['dql_list', ['dlq_list']],
  ['entirely_different', []],
])('finds for %s: %j', (name, expected) => {
  expect(similarNames({ name, known }).slice(0, Math.max(1, expected.length))).toEqual(expected);
});

test('names at most three, nearest first', () => {
  const many = ['aaaaaaaa', 'aaaaaaab', 'aaaaaabb', 'aaaaabbb', 'aaaabbbb'];
  expect(similarNames({ name: 'aaaaaaab', known: many })).toEqual(['aaaaaaab', 'aaaaaaaa', 'aaaaaabb']);
});

test('finds a name with one letter changed, whatever stands around it', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{6,12}$/), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(names, fc.nat(), (list, at) => {
      const name = list[at % list.length] ?? '';
      const mistyped = `${name.slice(0, 2)}0${name.slice(3)}`;
      const nearest = similarNames({ name: mistyped, known: list });
      // Other names may be as near; the one that was meant is missing only when three of them are.
      expect(nearest.length === 3 || nearest.includes(name)).toBe(true);
    }),
  );
});

test('compares the beginning of huge names only', () => {
  expect(similarNames({ name: 'x'.repeat(5_000_000), known })).toEqual([]);
});

test('puts what was meant into words', () => {
  expect(didYouMean({ name: 'task_lst', known })).toBe('; did you mean "task_list"?');
  expect(didYouMean({ name: 'zzz', known })).toBe('');
});
