import { LineclearError } from '@lineclear/core/plugin';

const lifeMs = 20 * 60_000;
const most = 1_000;

/** Somebody in a repository. */
interface Person {
  readonly repository: string;
  readonly login: string;
  readonly signal: AbortSignal;
}

/**
 * Who may write to a repository, asked once in 20 minutes for each person. Nobody is taken for a writer by what GitHub shows beside a text
 * alone: a member of an organisation may have no more than read access.
 */
export class WriteAccess {
  readonly #permissionOf: (person: Person) => Promise<string>;
  readonly #now: () => number;
  readonly #known = new Map<string, { readonly mayWrite: boolean; readonly untilMs: number }>();

  constructor({ permissionOf, now }: { permissionOf: (person: Person) => Promise<string>; now: () => number }) {
    this.#permissionOf = permissionOf;
    this.#now = now;
  }

  /** False where GitHub does not tell: trust is never assumed. */
  async mayWrite(person: Person): Promise<boolean> {
    const key = `${person.repository} ${person.login}`.toLowerCase();
    const known = this.#known.get(key);
    if (known !== undefined && known.untilMs > this.#now()) return known.mayWrite;
    const mayWrite = await this.#ask(person);
    this.#known.delete(key);
    this.#known.set(key, { mayWrite, untilMs: this.#now() + lifeMs });
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= most) break;
      this.#known.delete(oldest);
    }
    return mayWrite;
  }

  async #ask(person: Person): Promise<boolean> {
    try {
      const permission = await this.#permissionOf(person);
      return permission === 'admin' || permission === 'write';
    } catch (error) {
      if (LineclearError.is(error) && ['not_found', 'forbidden', 'invalid_input'].includes(error.code)) return false;
      throw error;
    }
  }
}
