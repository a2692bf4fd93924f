import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runPostgresProgram } from './programs.ts';

/** Runs a script in the place of `pg_restore`. */
const run = async (script: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'lineclear-programs-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'pg_restore');
  await writeFile(path, `#!/bin/sh\n${script}\n`, { mode: 0o700 });
  const programs = { pg_dump: path, pg_restore: path };
  return runPostgresProgram({ program: 'pg_restore', programs, args: [], signal: new AbortController().signal });
};

const warnings = `yes 'pg_restore: warning: errors ignored' | head -c 40000`;

describe('runPostgresProgram', () => {
  it('says how a program began to complain, and what stopped it at the end', async () => {
    const failing = run(`{ echo 'the first line'; ${warnings}; echo 'the fatal line'; } >&2; exit 1`);
    await expect(failing).rejects.toMatchObject({
      details: {
        reason: 'pg_restore_failed',
        upstream: expect.stringMatching(/the first line[^]*\[… \d+ bytes left out …\][^]*the fatal line\n```$/),
      },
    });
  });

  it('keeps a character that comes in two pieces', async () => {
    const failing = run(String.raw`printf 'caf\303' >&2; sleep 0.2; printf '\251\n' >&2; exit 1`);
    await expect(failing).rejects.toMatchObject({ details: { upstream: expect.stringContaining('café') } });
  });

  it('takes no list for whole that was cut', async () => {
    expect(await run('yes | head -c 5000000')).toHaveLength(5_000_000);
    await expect(run('yes | head -c 70000000')).rejects.toMatchObject({
      code: 'unsupported',
      details: { reason: 'long_output' },
      effect: 'none',
    });
  });
});
