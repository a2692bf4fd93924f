import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { noResults } from './no-results.ts';
import { parseRecord } from './parse-record.ts';

const parse = (record: unknown) => parseRecord({ taskId: 'asked', record: JSON.stringify(record) });

test.each([
  ['SUCCESS', true],
  ['FAILURE', true],
  ['REVOKED', true],
  ['IGNORED', true],
  ['STARTED', false],
  ['RETRY', false],
  ['PROGRESS', false],
  ['ABORTED', false],
])('knows whether %s is the end', (status, isFinal) => {
  expect(parse({ status, result: null })).toMatchObject({ kind: 'found', result: { status, isFinal, taskId: 'asked' } });
});

test.each([
  [
    { exc_type: 'ValueError', exc_message: ['no', 7], exc_module: 'builtins' },
    { type: 'ValueError', module: 'builtins', message: 'no, 7' },
  ],
  [
    { exc_type: 'Timeout', exc_message: 'late' },
    { type: 'Timeout', module: undefined, message: 'late' },
  ],
  [
    { exc_type: 'Odd', exc_message: [{ code: 5 }] },
    { type: 'Odd', module: undefined, message: '{"code":5}' },
  ],
  ['plain text', { type: 'Exception', module: undefined, message: 'plain text' }],
  [null, { type: 'Exception', module: undefined, message: '' }],
])('reads the error %j', (result, error) => {
  expect(parse({ status: 'FAILURE', result, traceback: 'Trace' })).toMatchObject({
    result: { error, value: null, traceback: 'Trace' },
  });
});

test('reads the ids of children, those in groups included', () => {
  const children = [
    [['one', null], null],
    [
      ['group', null],
      [
        [['two', null], null],
        [['three', ['one', null]], null],
      ],
    ],
  ];
  expect(parse({ status: 'SUCCESS', result: 1, children })).toMatchObject({ result: { childIds: ['one', 'two', 'three'] } });
});

test('reads the end with and without a zone as UTC', () => {
  const doneAtMs = Date.UTC(2026, 10, 21, 2, 51, 34, 348);
  for (const date_done of ['2026-11-21T02:51:34.348505', '2026-11-21T02:51:34.348505+00:00'])
    expect(parse({ status: 'SUCCESS', date_done })).toMatchObject({ result: { doneAtMs } });
});

test('answers any text with a record or a reason', () => {
  const status = fc.record({
    status: fc.oneof(fc.constantFrom('FAILURE', 'SUCCESS'), fc.jsonValue()),
    result: fc.jsonValue(),
    children: fc.jsonValue(),
  });
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        status.map((value) => JSON.stringify(value)),
      ),
      (record) => {
        const read = parseRecord({ taskId: 'x', record });
        expect(read.kind === 'found' ? typeof read.result.status : typeof read.reason).toBe('string');
      },
    ),
  );
});

test('without a backend every read is empty, and a wait says why it cannot be', async () => {
  const results = noResults();
  expect(await results.read({ taskId: 'x' })).toBeUndefined();
  expect(await results.readMany({ taskIds: ['x', 'y'] })).toEqual([{ kind: 'absent' }, { kind: 'absent' }]);
  await expect(results.wait({ taskId: 'x', timeoutMs: 1 })).rejects.toMatchObject({ code: 'unsupported' });
});
