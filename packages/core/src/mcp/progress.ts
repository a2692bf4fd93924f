import type { ProgressToken } from '@modelcontextprotocol/server';
import type { Progress } from '../plugin/context.ts';

/** A `notifications/progress` of one request. */
export interface ProgressNotification {
  readonly method: 'notifications/progress';
  readonly params: Record<string, unknown> & Progress & { progressToken: ProgressToken };
}

/** Sends one request's progress; values only ever grow, as the protocol demands. */
export class ProgressSender {
  readonly #token: ProgressToken;
  readonly #send: (notification: ProgressNotification) => Promise<void>;
  #last = -1;

  constructor({ token, send }: { token: ProgressToken; send: (notification: ProgressNotification) => Promise<void> }) {
    this.#token = token;
    this.#send = send;
  }

  report(progress: Progress): void {
    if (!(progress.progress > this.#last)) return;
    this.#last = progress.progress;
    // A client that left cannot be told; the call's own end deals with that.
    this.#send({ method: 'notifications/progress', params: { progressToken: this.#token, ...progress } }).catch(() => {});
  }

  /** A sign of life that says nothing about how far the work is. */
  beat(message: string): void {
    // Small enough not to be ahead of the first real progress.
    this.report({ progress: Math.max(0, this.#last) + 1e-6, message });
  }
}
