import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';

const lifeMs = 20 * 60_000;
const most = 1_000;
const level = z.object({ permission: z.string() });

/**
 * Who may write to a repository, asked once in 20 minutes for each person. Nobody is taken for a writer by what GitHub shows beside a text
 * alone: a member of an organisation may have no more than read access.
 */
export class WriteAccess {
  readonly #reader: GitHubReader;
  readonly #now: () => number;
  readonly #known = new Map<string, { readonly mayWrite: boolean; readonly untilMs: number }>();

  constructor({ reader, now }: { reader: GitHubReader; now: () => number }) {
    this.#reader = reader;
    this.#now = now;
  }

  /** False where GitHub does not tell: trust is never assumed. */
  async mayWrite({ repository, login, signal }: { repository: string; login: string; signal: AbortSignal }): Promise<boolean> {
    const key = `${repository} ${login}`.toLowerCase();
    const known = this.#known.get(key);
    if (known !== undefined && known.untilMs > this.#now()) return known.mayWrite;
    const mayWrite = await this.#ask({ repository, login, signal });
    this.#known.delete(key);
    this.#known.set(key, { mayWrite, untilMs: this.#now() + lifeMs });
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= most) break;
      this.#known.delete(oldest);
    }
    return mayWrite;
  }

  // https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
  async #ask({ repository, login, signal }: { repository: string; login: string; signal: AbortSignal }): Promise<boolean> {
    try {
      const path = '/collaborators/{username}/permission';
      const { permission } = await this.#reader.get({ repository, path, values: { username: login }, schema: level, signal });
      return permission === 'admin' || permission === 'write';
    } catch (error) {
      if (LineclearError.is(error) && ['not_found', 'forbidden', 'invalid_input'].includes(error.code)) return false;
      throw error;
    }
  }
}
