import type { Answer } from './transport.ts';

interface Kept {
  readonly etag: string;
  readonly answer: Answer;
  readonly size: number;
}

const most = { answers: 200, characters: 8_000_000, charactersOfOne: 1_000_000 } as const;

/**
 * Answers by their ETag: GitHub does not count a conditional request that changed nothing against the rate limit.
 * https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
export class AnswerMemory {
  readonly #kept = new Map<string, Kept>();
  #characters = 0;

  get(key: string): Kept | undefined {
    return this.#kept.get(key);
  }

  /** Keeps what has an ETag and is not large; the oldest go first. */
  keep({ key, answer }: { key: string; answer: Answer }): void {
    this.#drop(key);
    const { etag } = answer.headers;
    if (typeof etag !== 'string') return;
    const size = sizeOf(answer.body);
    if (size > most.charactersOfOne) return;
    this.#kept.set(key, { etag, answer, size });
    this.#characters += size;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= most.answers && this.#characters <= most.characters) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#characters -= this.#kept.get(key)?.size ?? 0;
    this.#kept.delete(key);
  }
}

// Octokit reads very large numbers as BigInt, which JSON does not know.
const sizeOf = (body: unknown): number =>
  typeof body === 'string'
    ? body.length
    : (JSON.stringify(body, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value)) ?? '').length;
