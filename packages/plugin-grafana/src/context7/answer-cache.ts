/** Answers for some hours, within a number of entries and of characters; what was used longest ago goes first. */
export class AnswerCache<Answer> {
  readonly #entries = new Map<string, { readonly answer: Answer; readonly size: number; readonly untilMs: number }>();
  readonly #now: () => number;
  readonly #limits: { readonly entries: number; readonly characters: number; readonly lifeMs: number };
  #characters = 0;

  constructor({ now, limits }: { now: () => number; limits: { entries: number; characters: number; lifeMs: number } }) {
    this.#now = now;
    this.#limits = limits;
  }

  get(key: string): Answer | undefined {
    const found = this.#entries.get(key);
    if (found === undefined) return undefined;
    this.#remove(key);
    if (found.untilMs <= this.#now()) return undefined;
    this.#add(key, found);
    return found.answer;
  }

  /** `size` is in characters. One that is larger than everything may be is not kept. */
  set({ key, answer, size }: { key: string; answer: Answer; size: number }): void {
    this.#remove(key);
    if (size > this.#limits.characters) return;
    this.#add(key, { answer, size, untilMs: this.#now() + this.#limits.lifeMs });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#limits.entries && this.#characters <= this.#limits.characters) return;
      this.#remove(oldest);
    }
  }

  #add(key: string, entry: { answer: Answer; size: number; untilMs: number }): void {
    this.#entries.set(key, entry);
    this.#characters += entry.size;
  }

  #remove(key: string): void {
    this.#characters -= this.#entries.get(key)?.size ?? 0;
    this.#entries.delete(key);
  }
}
