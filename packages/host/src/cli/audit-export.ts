import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { exportJsonl } from '@lineclear/core';
import * as z from 'zod';
import { exitCodes, ExitError, type ExitCode } from '../exit-codes.ts';
import type { Parts } from '../parts.ts';

const optionsSchema = z.object({ output: z.string().optional(), since: z.string().optional() });

/** Writes the chain as JSON lines, oldest first, to stdout or to a new file that only this user can read. */
export const auditExport = async ({ raw, parts }: { raw: unknown; parts: Parts }): Promise<ExitCode> => {
  const { output, since } = optionsSchema.parse(raw);
  const from = since === undefined ? undefined : Date.parse(since);
  if (Number.isNaN(from))
    throw new ExitError({
      message: `"${since}" is no time.`,
      hint: 'Write it as 2027-01-31 or 2027-01-31T08:00Z.',
      exitCode: exitCodes.usage,
    });
  const { stdout, stderr, cwd } = parts.surroundings;
  const path = output === undefined ? undefined : resolve(cwd, output);
  const lines = exportJsonl({ store: await parts.store(), ...(from === undefined ? {} : { since: from }) });
  const target = path === undefined ? stdout : createWriteStream(path, { flags: 'wx', mode: 0o600 });
  const failed = new Promise<never>((_resolve, reject) => target.once('error', reject));
  failed.catch(() => {});
  let count = 0;
  for await (const line of lines) {
    count += 1;
    if (!target.write(line)) await Promise.race([once(target, 'drain'), failed]);
  }
  if (path !== undefined) {
    target.end();
    await finished(target).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ExitError({
        message: `${path} cannot be written: ${reason}`,
        hint: 'Name a file that does not exist yet.',
        exitCode: exitCodes.failure,
        cause: error,
      });
    });
    stderr.write(`wrote ${count} events to ${path}\n`);
  }
  return exitCodes.ok;
};
