import { chmod, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { createToken, looksLikeToken } from './token.ts';
import type { TokenBook } from './token-book.ts';

/** The name, and so the principal, of the token that the host makes by itself. */
export const firstTokenName = 'local';

/**
 * The token that the connect lines show: kept in a file that only this user can read, so that the next start shows the same one.
 * A new one is made when there is none, or when the store no longer knows it.
 */
export const firstToken = async ({ book, file }: { book: TokenBook; file: string }): Promise<string> => {
  for (let attempt = 0; ; attempt += 1) {
    const kept = await readToken(file);
    if (kept !== undefined && (await book.find(kept.token)) !== undefined) return kept.token;
    const isNobodys = kept === undefined ? attempt >= halfWrittenTries : attempt >= newTries || kept.ageMs > newMs;
    if (isNobodys) await rm(file, { force: true });
    const token = createToken();
    if ((kept === undefined || isNobodys) && (await claimFile({ file, token }))) {
      await book.revoke(firstTokenName);
      await book.create({ grant: { name: firstTokenName }, token });
      return token;
    }
    await wait(pauseMs);
  }
};

const pauseMs = 40;
/** For a file without a token, which another process may be writing at this moment. */
const halfWrittenTries = 5;
/** For a token without a record: a process that starts waits for the store to enter it, and the store has patience for 10 s. */
const newMs = 12_000;
const newTries = newMs / pauseMs;

/** Forgets the file, so that a revoked token is not shown again. */
export const forgetFirstToken = (file: string): Promise<void> => rm(file, { force: true });

// `wx`: whoever is first to make the file wins, and nothing is written through a link.
const claimFile = async ({ file, token }: { file: string; token: string }): Promise<boolean> => {
  try {
    await writeFile(file, `${token}\n`, { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
};

const readToken = async (file: string): Promise<{ readonly token: string; readonly ageMs: number } | undefined> => {
  try {
    const { mode, mtimeMs } = await stat(file);
    if ((mode & 0o077) !== 0) await chmod(file, 0o600);
    const token = (await readFile(file, 'utf8')).trim();
    return looksLikeToken(token) ? { token, ageMs: Date.now() - mtimeMs } : undefined;
  } catch {
    return undefined;
  }
};
