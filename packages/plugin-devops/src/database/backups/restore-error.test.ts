import { LineclearError } from '@lineclear/core/plugin';
import { describe, expect, it } from 'vitest';
import { toRestoreError } from './restore-error.ts';

const failed = (upstream: string, reason = 'pg_restore_failed') =>
  new LineclearError('upstream_error', 'pg_restore failed.', { details: { reason, exit_code: 1, upstream }, effect: 'none' });

const command = (name: string) => `Command was: CREATE EXTENSION IF NOT EXISTS ${name} WITH SCHEMA public;`;

describe('toRestoreError', () => {
  it.each([
    [
      'may not be created',
      `ERROR:  permission denied to create extension "file_fdw"\n${command('file_fdw')}`,
      'file_fdw',
      'forbidden',
    ],
    ['is refused in another language', `FEHLER:  keine Berechtigung\n${command('"uuid-ossp"')}`, 'uuid-ossp', 'forbidden'],
    ['the server does not have', `ERROR:  extension "pg_x" is not available\n${command('pg_x')}`, 'pg_x', 'unsupported'],
  ])('names an extension that %s, and what can be done', (_what, upstream, extension, code) => {
    expect(toRestoreError(failed(upstream))).toMatchObject({
      code,
      message: expect.stringContaining(`"${extension}"`),
      hint: expect.stringContaining('Ask the operator to '),
      details: { extension, upstream },
      effect: 'none',
    });
  });

  it('leaves everything else as it was', () => {
    for (const error of [
      failed('ERROR:  relation "CREATE EXTENSION" exists'),
      failed(command('x'), 'pg_dump_failed'),
      new Error(command('x')),
      undefined,
    ]) {
      expect(toRestoreError(error)).toBe(error);
    }
  });
});
