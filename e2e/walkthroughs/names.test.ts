import { expect, test } from 'vitest';
import { toActual, toShown } from './names.ts';

const names = [
  { shown: '/srv/shop', actual: '/home/one/shop' },
  { shown: '/srv/shop', actual: '/home/two/shop' },
  { shown: '4711', actual: '23' },
];

test('a call means the first of those that are shown alike', () => {
  expect(toActual({ value: { path: '/srv/shop/log', pid: 4711, lines: 47 }, names })).toEqual({
    path: '/home/one/shop/log',
    pid: 23,
    lines: 47,
  });
});

test('an answer shows all of them alike', () => {
  const value = { roots: ['/home/one/shop', 'in /home/two/shop'], pid: 23, pids: 230, none: null };
  expect(toShown({ value, names })).toEqual({ roots: ['/srv/shop', 'in /srv/shop'], pid: 4711, pids: 230, none: null });
});
