import type { Clock } from '@lineclear/core/plugin';
import { refuse } from './refusal.ts';

/** How much may be asked in an hour, and how many writes in a minute. */
export interface RateLimit {
  /** 5000 unless said otherwise. */
  readonly perHour?: number;
  /** Writes that come too fast run into the secondary limit; without one unless said otherwise. */
  readonly writesPerMinute?: number;
}

const hourMs = 3_600_000;
const minuteMs = 60_000;

/** Counts the requests of every caller and refuses those that are too many. */
export class Limits {
  readonly #clock: Clock;
  readonly #perHour: number;
  readonly #writesPerMinute: number;
  readonly #windows = new Map<string, { used: number; resetMs: number }>();
  readonly #writes = new Map<string, { count: number; resetMs: number }>();

  constructor({ clock, limit = {} }: { clock: Clock; limit?: RateLimit | undefined }) {
    this.#clock = clock;
    this.#perHour = limit.perHour ?? 5000;
    this.#writesPerMinute = limit.writesPerMinute ?? Number.POSITIVE_INFINITY;
  }

  /** Counts one request; refuses it with 403 where the hour is used up, or where writes come too fast. */
  take(login: string, { isWrite }: { isWrite: boolean }): void {
    const window = this.#window(login);
    if (window.used >= this.#perHour) throw refuse(403, `API rate limit exceeded for user ${login}.`);
    window.used += 1;
    if (isWrite) this.#takeWrite(login);
  }

  /** An answer that only says that nothing changed costs nothing. */
  giveBack(login: string): void {
    this.#window(login).used -= 1;
  }

  /** Where a caller stands. */
  standing(login: string): { limit: number; remaining: number; reset: number; used: number } {
    const { used, resetMs } = this.#window(login);
    return { limit: this.#perHour, remaining: Math.max(0, this.#perHour - used), reset: Math.ceil(resetMs / 1000), used };
  }

  /** The standing as the headers of every answer. */
  headers(login: string): Readonly<Record<string, string>> {
    const standing = Object.entries(this.standing(login)).map(([name, value]) => [`x-ratelimit-${name}`, String(value)]);
    return { ...Object.fromEntries(standing), 'x-ratelimit-resource': 'core' };
  }

  #takeWrite(login: string): void {
    const nowMs = this.#clock.now();
    const known = this.#writes.get(login);
    const writes = known === undefined || known.resetMs <= nowMs ? { count: 0, resetMs: nowMs + minuteMs } : known;
    this.#writes.set(login, writes);
    writes.count += 1;
    if (writes.count <= this.#writesPerMinute) return;
    const waitS = Math.ceil((writes.resetMs - nowMs) / 1000);
    throw refuse(403, secondaryLimitText, {}, { 'retry-after': String(waitS) });
  }

  #window(login: string): { used: number; resetMs: number } {
    const nowMs = this.#clock.now();
    const known = this.#windows.get(login);
    if (known !== undefined && known.resetMs > nowMs) return known;
    const fresh = { used: 0, resetMs: nowMs + hourMs };
    this.#windows.set(login, fresh);
    return fresh;
  }
}

/** How the API words its second limit; clients tell it from the first by these words. */
export const secondaryLimitText = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
