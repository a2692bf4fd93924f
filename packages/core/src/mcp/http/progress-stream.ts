import type { ServerResponse } from 'node:http';
import type { ProgressNotification } from '../progress.ts';

const keepAliveMs = 15_000;
// A client that does not read its progress does not need more of it.
const maxUnsentBytes = 1 << 20;

/** An answer that becomes a stream of events with the first progress, and stays plain JSON without any. */
export class ProgressStream {
  readonly #response: ServerResponse;
  #keepAlive: NodeJS.Timeout | undefined;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  readonly notify = async (notification: ProgressNotification): Promise<void> => {
    if (this.#response.destroyed || this.#response.writableLength > maxUnsentBytes) return;
    this.#open();
    this.#write(JSON.stringify({ jsonrpc: '2.0', ...notification }));
  };

  /** True when the message ended the stream; false when there is none. */
  end(message: string): boolean {
    if (this.#keepAlive === undefined) return false;
    clearInterval(this.#keepAlive);
    this.#write(message);
    this.#response.end();
    return true;
  }

  #open(): void {
    if (this.#keepAlive !== undefined) return;
    this.#response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      connection: 'keep-alive',
      'x-accel-buffering': 'no',
    });
    this.#keepAlive = setInterval(() => this.#response.write(': keepalive\n\n'), keepAliveMs);
    this.#response.once('close', () => clearInterval(this.#keepAlive));
  }

  #write(message: string): void {
    if (!this.#response.destroyed) this.#response.write(`event: message\ndata: ${message}\n\n`);
  }
}
