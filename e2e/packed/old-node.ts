import { execFileSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { existsSync } from 'node:fs';
import { isRecent } from '../../scripts/setup/node.mjs';

/** A Node on the search path that is too old for lineclear, as many distributions have it. */
export function findOldNode(): string | undefined {
  const found = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'node'));
  return found.find(
    (file) => existsSync(file) && !isRecent(execFileSync(file, ['--version'], { encoding: 'utf8' }).trim().replace('v', '')),
  );
}
