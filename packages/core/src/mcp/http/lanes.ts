import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../../calls/types.ts';
import type { FastLane } from './fast-lane.ts';
import { refuse } from './refusal.ts';
import { asksForWork, isListening, isSessionTraffic } from './route.ts';
import type { SdkLane } from './sdk-lane.ts';
import type { Sessions } from './sessions.ts';
import { Traffic } from './traffic.ts';

interface Entered {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly caller: Caller;
}

const serverError = -32_000;

/** Hands every request that may enter to who can answer it, and counts. */
export class Lanes {
  readonly #fast: FastLane | undefined;
  readonly #sdk: SdkLane;
  readonly #sessions: Sessions;
  readonly #traffic = new Traffic();
  readonly #answered = { fast: 0, sdk: 0, session: 0 };
  #closing = false;

  constructor({ fast, sdk, sessions }: { fast: FastLane | undefined; sdk: SdkLane; sessions: Sessions }) {
    this.#fast = fast;
    this.#sdk = sdk;
    this.#sessions = sessions;
  }

  /** A POST with its body. What is no JSON is the SDK's to refuse. */
  async message({ text, ...entered }: Entered & { readonly text: string }): Promise<void> {
    const body = parse(text);
    const { request, response } = entered;
    if (this.#closing && asksForWork(body)) return refuseClosing(response);
    if (isListening(body)) this.#traffic.stream(response);
    else this.#traffic.call(response);
    if (this.#fast?.take({ ...entered, body }) === true) this.#answered.fast += 1;
    else await this.#pass({ ...entered, body, isSession: isSessionTraffic({ headers: request.headers, body }) });
  }

  /** A request of any other method: the stream or the end of a session, or nothing that exists. */
  async bodiless(entered: Entered): Promise<void> {
    const { request, response } = entered;
    const isSession =
      request.headers['mcp-session-id'] !== undefined && (request.method === 'GET' || request.method === 'DELETE');
    if (this.#closing && request.method !== 'DELETE') return refuseClosing(response);
    if (isSession && request.method === 'GET') this.#traffic.stream(response);
    await this.#pass({ ...entered, isSession });
  }

  /** Takes no new work, lets calls finish within the grace, then ends streams and sessions. */
  async close(graceMs: number): Promise<void> {
    this.#closing = true;
    await this.#traffic.idle(graceMs);
    await Promise.all([this.#sdk.close(), this.#sessions.close()]);
  }

  stats() {
    return {
      calls: this.#traffic.calls,
      streams: this.#traffic.streams,
      sessions: this.#sessions.size,
      answered: { ...this.#answered },
    };
  }

  #pass({ isSession, ...message }: Entered & { readonly body?: unknown; readonly isSession: boolean }): Promise<void> {
    this.#answered[isSession ? 'session' : 'sdk'] += 1;
    return isSession ? this.#sessions.serve(message) : this.#sdk.serve(message);
  }
}

const refuseClosing = (response: ServerResponse): void =>
  refuse(response, { status: 503, code: serverError, message: 'The server is shutting down', headers: { connection: 'close' } });

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
