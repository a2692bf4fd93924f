import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/server';
import type { CallPath } from '../../calls/path.ts';
import type { Caller } from '../../calls/types.ts';
import type { Log } from '../../plugin/context.ts';
import { isUnreserved, type PlainCall, plainCall } from '../plain-call.ts';
import { RunningCalls } from '../running-calls.ts';
import { Departures } from './departures.ts';

const keepAliveMs = 15_000;

export interface SessionMessage {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly caller: Caller;
  readonly body?: unknown;
}

/**
 * Answers the plain calls of read tools within one session of 2025 as the SDK's transport does, without its way through web requests
 * and streams. A client that disconnects has not cancelled, so its call goes on.
 */
export class SessionCalls {
  readonly #path: CallPath;
  readonly #label: () => string | undefined;
  readonly #running: RunningCalls;
  readonly #departures = new Departures();

  constructor({ path, logger, label }: { path: CallPath; logger: Log; label: () => string | undefined }) {
    this.#path = path;
    this.#label = label;
    this.#running = new RunningCalls({ path, logger });
  }

  /** True when the message was taken; it is answered, or will be. */
  take(message: SessionMessage): boolean {
    const { request, body } = message;
    this.#running.cancel(body);
    const call = plainCall(body);
    if (call === undefined || !isUnreserved(call.meta)) return false;
    if (!hasPlainHeaders(request.headers) || !this.#path.isRead(call.tool)) return false;
    void this.#run({ call, message });
    return true;
  }

  close(): void {
    this.#running.close();
  }

  async #run({ call, message: { request, response, caller } }: { call: PlainCall; message: SessionMessage }): Promise<void> {
    const session = request.headers['mcp-session-id'];
    const patience = setInterval(() => {
      open({ response, session });
      response.write(': keepalive\n\n');
    }, keepAliveMs);
    response.once('close', () => clearInterval(patience));
    const text = await this.#running.run({ call, caller, label: this.#label(), stamp: undefined });
    clearInterval(patience);
    const end = (): void => {
      open({ response, session });
      response.end(text === undefined ? undefined : `event: message\ndata: ${text}\n\n`);
    };
    this.#departures.add({ response, send: end });
  }
}

const open = ({ response, session }: { response: ServerResponse; session: string | string[] | undefined }): void => {
  if (response.headersSent) return;
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache, no-transform',
    connection: 'keep-alive',
    'x-accel-buffering': 'no',
    ...(session === undefined ? {} : { 'mcp-session-id': session }),
  });
};

const hasPlainHeaders = ({ accept, 'content-type': type, 'mcp-protocol-version': version }: IncomingHttpHeaders): boolean =>
  type === 'application/json' &&
  accept?.includes('application/json') === true &&
  accept.includes('text/event-stream') &&
  (version === undefined || (typeof version === 'string' && SUPPORTED_PROTOCOL_VERSIONS.includes(version)));
