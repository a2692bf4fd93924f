import type { Log } from '../plugin/context.ts';
import type { ChainedEvent } from '../store/event.ts';
import type { AuditHook } from './types.ts';
import { within } from './within.ts';

/** A hook that stops must not fill the memory: beyond this, the oldest events that it has not heard are left out. */
const maxUnheard = 32_768;
const settleMs = 5_000;

/** Hands durable events to a hook, one batch after another, by seq. The hook can neither fail nor delay a call. */
export class Delivery {
  readonly #hook: AuditHook;
  readonly #logger: Log;
  #unheard: ChainedEvent[] = [];
  #running: Promise<void> | undefined;
  #failing = false;
  #behind = false;

  constructor({ hook, logger }: { hook: AuditHook; logger: Log }) {
    this.#hook = hook;
    this.#logger = logger;
  }

  push(events: readonly ChainedEvent[]): void {
    if (events.length === 0) return;
    this.#unheard.push(...events);
    if (this.#unheard.length > maxUnheard) this.#leaveOut();
    this.#running ??= this.#run();
  }

  /** Waits for the hook, but not for one that hangs. */
  async settle(): Promise<void> {
    if (this.#running === undefined) return;
    await within({ work: this.#running, ms: settleMs, what: 'the audit hook' }).catch((error: unknown) => this.#report(error));
  }

  async #run(): Promise<void> {
    while (this.#unheard.length > 0) {
      // A plan's events are announced by whoever moved the plan, a little later than the trail hears of its own: they meet here.
      await new Promise((resolve) => setImmediate(resolve));
      const events = this.#unheard.sort((left, right) => left.seq - right.seq);
      this.#unheard = [];
      try {
        await this.#hook(events);
        this.#failing = false;
        this.#behind = false;
      } catch (error) {
        this.#report(error);
      }
    }
    this.#running = undefined;
  }

  /** Once per episode: a mirror on a full disk would otherwise fill the log as well. */
  #report(error: unknown): void {
    if (!this.#failing) this.#logger.error({ error }, 'the audit hook failed; the audit trail itself is complete');
    this.#failing = true;
  }

  #leaveOut(): void {
    this.#unheard = this.#unheard.slice(-maxUnheard);
    if (!this.#behind) this.#logger.error({ unheard: maxUnheard }, 'the audit hook is too slow; it misses events');
    this.#behind = true;
  }
}
