import type { Clock } from '@lineclear/core/plugin';
import { refuse } from './refusal.ts';

const hourMs = 3_600_000;

/** Counts the requests of every token; each of them counts for one hour. */
export class Limits {
  readonly #clock: Clock;
  readonly #perHour: number;
  readonly #times = new Map<string, number[]>();

  constructor({ clock, perHour = 5000 }: { clock: Clock; perHour?: number | undefined }) {
    this.#clock = clock;
    this.#perHour = perHour;
  }

  /** Counts one request; refuses it with 429 where the hour is used up. */
  take(token: string): void {
    const recent = this.#recent(token);
    if (recent.length >= this.#perHour) {
      const waitS = Math.ceil(((recent[0] ?? 0) + hourMs - this.#clock.now()) / 1000);
      throw refuse(429, 'API Rate limit exceeded.', { 'retry-after': String(waitS) });
    }
    this.#times.set(token, [...recent, this.#clock.now()]);
  }

  /** Where a token stands, as the headers of every answer. */
  headers(token: string): Readonly<Record<string, string>> {
    const recent = this.#recent(token);
    return {
      'ratelimit-limit': String(this.#perHour),
      'ratelimit-remaining': String(Math.max(0, this.#perHour - recent.length)),
      'ratelimit-reset': String(Math.ceil(((recent[0] ?? this.#clock.now()) + hourMs) / 1000)),
    };
  }

  #recent(token: string): readonly number[] {
    const since = this.#clock.now() - hourMs;
    return (this.#times.get(token) ?? []).filter((time) => time > since);
  }
}
