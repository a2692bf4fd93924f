import { expect, it } from 'vitest';
import { readExitStatus } from './exit-status.ts';

const failure = (rest: object) => JSON.stringify({ metadata: {}, status: 'Failure', ...rest });

it.each([
  ['a success', '{"metadata":{},"status":"Success"}', { kind: 'exited', code: 0 }],
  [
    'an exit code',
    failure({ reason: 'NonZeroExitCode', message: 'm', details: { causes: [{ reason: 'ExitCode', message: '137' }] } }),
    { kind: 'exited', code: 137 },
  ],
  [
    'a program that is not there',
    failure({ reason: 'InternalError', message: 'not found', details: { causes: [{ message: 'not found' }] }, code: 500 }),
    { kind: 'failed', reason: 'not found' },
  ],
  [
    'a code that is none',
    failure({ reason: 'NonZeroExitCode', message: 'm', details: { causes: [{ reason: 'ExitCode', message: '-1; rm' }] } }),
    { kind: 'failed', reason: 'm' },
  ],
  ['half of a status', '{"metadata":{},"sta', undefined],
  ['nothing', '', undefined],
  ['something else', '{"kind":"Pod"}', undefined],
])('reads %s', (_, text, status) => {
  expect(readExitStatus(text)).toEqual(status);
});
