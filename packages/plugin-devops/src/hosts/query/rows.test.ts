import { expect, it } from 'vitest';
import { columnRows, countedRows, pairRows, textRows } from './rows.ts';

it('reads columns, amounts as numbers, and gives the last column the rest', () => {
  const text = 'PID CMD\n  1 0.5 /sbin/init splash\n 22 1 sh\n';
  expect(columnRows({ text, columns: ['pid', 'share', 'command'], amounts: ['pid', 'share'], skip: 1 })).toEqual([
    { pid: 1, share: 0.5, command: '/sbin/init splash' },
    { pid: 22, share: 1, command: 'sh' },
  ]);
});

it('leaves digits as text where they are a name: a user without one, a command, a version', () => {
  const text = '77 20011 4711\n';
  expect(columnRows({ text, columns: ['pid', 'user', 'command'], amounts: ['pid'] })).toEqual([
    { pid: 77, user: '20011', command: '4711' },
  ]);
  expect(pairRows({ text: 'VERSION_ID="22.10"\n', separator: '=' })).toEqual([{ name: 'VERSION_ID', value: '22.10' }]);
});

it('leaves a line as text that has fewer columns', () => {
  expect(columnRows({ text: 'odd\n', columns: ['a', 'b'] })).toEqual([{ line: 'odd' }]);
});

it('reads names with values, with and without quotes', () => {
  expect(pairRows({ text: 'ID=debian\nNAME="Debian GNU/Linux"\nno pair\n', separator: '=' })).toEqual([
    { name: 'ID', value: 'debian' },
    { name: 'NAME', value: 'Debian GNU/Linux' },
  ]);
  expect(pairRows({ text: 'MemTotal:  1024 kB\n', separator: ':' })).toEqual([{ name: 'MemTotal', value: '1024 kB' }]);
});

it('counts values, the most frequent first', () => {
  const rows = [{ state: 'LISTEN' }, { state: 'ESTAB' }, { state: 'ESTAB' }];
  expect(countedRows({ rows, column: 'state' })).toEqual([
    { state: 'ESTAB', count: 2 },
    { state: 'LISTEN', count: 1 },
  ]);
});

it('shortens what is long, and keeps digits that are no amount as text', () => {
  expect(textRows('x'.repeat(400))).toEqual([{ line: `${'x'.repeat(300)}…` }]);
  expect(columnRows({ text: '00 1e5 12345678901234567890', columns: ['a', 'b', 'c'], amounts: ['a', 'b', 'c'] })).toEqual([
    { a: 0, b: '1e5', c: '12345678901234567890' },
  ]);
});
