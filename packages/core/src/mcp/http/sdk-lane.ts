import type { IncomingMessage, ServerResponse } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, type McpServerFactory, type ServerEventBus } from '@modelcontextprotocol/server';
import type { CallPath } from '../../calls/path.ts';
import type { Caller } from '../../calls/types.ts';
import type { Log } from '../../plugin/context.ts';
import type { CallerTags } from './caller-tags.ts';

/** Everything that is not 2025 session traffic, answered by the SDK's own handler: one server per request. */
export class SdkLane {
  readonly #handler: ReturnType<typeof createMcpHandler>;
  readonly #serve: ReturnType<typeof toNodeHandler>;
  readonly #tags: CallerTags;
  readonly #stopWatching: () => void;

  constructor({
    factory,
    path,
    tags,
    logger,
    maxStreams,
    bus,
  }: {
    factory: McpServerFactory;
    path: CallPath;
    tags: CallerTags;
    logger: Log;
    maxStreams: number;
    /** Where changes are announced; one of its own when absent. */
    bus?: ServerEventBus | undefined;
  }) {
    const onerror = (error: Error): void => logger.debug({ error: error.message }, 'http');
    this.#handler = createMcpHandler(factory, {
      legacy: 'reject',
      maxSubscriptions: maxStreams,
      onerror,
      ...(bus === undefined ? {} : { bus }),
    });
    this.#serve = toNodeHandler(this.#handler, { onerror });
    this.#tags = tags;
    this.#stopWatching = path.onToolsChanged(() => this.#handler.notify.toolsChanged());
  }

  /** A body that is not JSON stays out: the request's stream is spent, and the SDK words the parse error itself. */
  serve({
    request,
    response,
    caller,
    body,
  }: {
    request: IncomingMessage;
    response: ServerResponse;
    caller: Caller;
    body?: unknown;
  }): Promise<void> {
    return this.#serve(Object.assign(request, { auth: this.#tags.tag(caller) }), response, body);
  }

  /** Ends every stream with its final message; calls that still run are aborted. */
  async close(): Promise<void> {
    this.#stopWatching();
    await this.#handler.close();
  }
}
