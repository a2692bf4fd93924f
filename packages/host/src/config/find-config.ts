import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { exitCodes, ExitError } from '../exit-codes.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Folders } from './folders.ts';

export const configName = 'lineclear.yaml';

/** Where a configuration may be, in the order that it is looked for. */
export const configCandidates = ({ cwd, folders }: { cwd: string; folders: Folders }): readonly string[] => [
  join(cwd, configName),
  join(folders.config, configName),
];

/**
 * The configuration file that counts: `--config`, else `LINECLEAR_CONFIG`, else the first that exists.
 * `undefined` when there is none; a file that was named and is not there is an error.
 */
export const findConfig = async ({
  named,
  surroundings,
  folders,
}: {
  named: string | undefined;
  surroundings: Pick<Surroundings, 'env' | 'cwd'>;
  folders: Folders;
}): Promise<string | undefined> => {
  const fromVariable = surroundings.env['LINECLEAR_CONFIG'];
  if (named !== undefined) return existing({ path: resolve(surroundings.cwd, named), by: '--config' });
  if (fromVariable) return existing({ path: resolve(surroundings.cwd, fromVariable), by: 'LINECLEAR_CONFIG' });
  for (const path of configCandidates({ cwd: surroundings.cwd, folders })) if (await isFile(path)) return path;
  return undefined;
};

/** True where the user said which file counts, or keeps it with their own settings; false for one that lay in the current folder. */
export const isChosen = ({
  path,
  named,
  surroundings,
  folders,
}: {
  path: string;
  named: string | undefined;
  surroundings: Pick<Surroundings, 'env'>;
  folders: Folders;
}): boolean => named !== undefined || Boolean(surroundings.env['LINECLEAR_CONFIG']) || path === join(folders.config, configName);

const existing = async ({ path, by }: { path: string; by: string }): Promise<string> => {
  if (await isFile(path)) return path;
  throw new ExitError({
    message: `${by} names ${path}, which is not a file.`,
    hint: 'Correct the path, or write a configuration there with "init --config".',
    exitCode: exitCodes.config,
  });
};

const isFile = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
};
