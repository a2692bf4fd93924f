import { chmod, mkdir, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { exitCodes, ExitError } from '../exit-codes.ts';
import type { Surroundings } from '../surroundings.ts';

/** Where a host keeps what outlives it. */
export interface Folders {
  readonly state: string;
  readonly config: string;
  /** Plans and the audit trail. */
  readonly storeFile: string;
  /** The newest head of the audit chain, outside the store. */
  readonly anchorFile: string;
  /** The bearer token that was made on the first start. */
  readonly tokenFile: string;
  /** Which configurations count where they are only found in the current folder. */
  readonly trustFile: string;
  /** The approvers' keys: `<name>.key` (private, behind a passphrase) beside `<name>.pub`. */
  readonly approvers: string;
}

/** The folders of this user: `LINECLEAR_STATE`, then the XDG variables, then their defaults. */
export const findFolders = ({ env, home, cwd }: Pick<Surroundings, 'env' | 'home' | 'cwd'>): Folders => {
  const chosen = env['LINECLEAR_STATE'];
  const state = chosen
    ? resolve(cwd, chosen)
    : join(baseFolder({ value: env['XDG_STATE_HOME'], otherwise: join(home, '.local', 'state') }), 'lineclear');
  const config = join(baseFolder({ value: env['XDG_CONFIG_HOME'], otherwise: join(home, '.config') }), 'lineclear');
  return {
    state,
    config,
    storeFile: join(state, 'lineclear.db'),
    anchorFile: join(state, 'audit-anchor.jsonl'),
    tokenFile: join(state, 'token'),
    trustFile: join(state, 'trusted-configs.json'),
    approvers: join(config, 'approvers'),
  };
};

/** Makes a folder that only its owner can enter; one that others can enter is closed to them. */
export const makePrivateFolder = async (path: string): Promise<void> => {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    const { mode } = await stat(path);
    if ((mode & 0o077) !== 0) await chmod(path, 0o700);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ExitError({
      message: `The folder ${path} cannot be used: ${reason}`,
      hint: 'Make it writable for this user, or set LINECLEAR_STATE to a folder that is.',
      exitCode: exitCodes.unreachable,
      cause: error,
    });
  }
};

/** The folder that an XDG variable names; its specification says that a relative path is invalid and has to be ignored. */
export const baseFolder = ({ value, otherwise }: { value: string | undefined; otherwise: string }): string =>
  value !== undefined && isAbsolute(value) ? value : otherwise;
