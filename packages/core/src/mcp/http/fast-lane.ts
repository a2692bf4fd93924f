import type { IncomingMessage, ServerResponse } from 'node:http';
import { PROTOCOL_VERSION_META_KEY } from '@modelcontextprotocol/server';
import type { CallPath } from '../../calls/path.ts';
import type { Caller } from '../../calls/types.ts';
import type { Log } from '../../plugin/context.ts';
import { toWire } from '../answer.ts';
import { askByReturn, noAsking } from '../asking.ts';
import { LabelledCallers } from '../labelled-callers.ts';
import { ProgressSender } from '../progress.ts';
import { traceIdOf } from '../request-meta.ts';
import { FastReplies } from './fast-replies.ts';
import { type KnownClient, KnownClients } from './known-clients.ts';
import { ProgressStream } from './progress-stream.ts';
import { isRecord } from '../record.ts';

const revision = '2026-07-28';
// The first round of a question; a request that brings an answer takes the other lane.
const firstAsking = askByReturn({ hasForms: true, responses: undefined, state: undefined });

type Fields = Readonly<Record<string, unknown>>;
interface Arrival {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: unknown;
  readonly caller: Caller;
}
interface Run {
  readonly arrival: Arrival;
  readonly id: string | number;
  readonly tool: string;
  readonly args: Fields;
  readonly client: KnownClient;
  readonly token: string | number | undefined;
  readonly traceId: string | undefined;
}

/**
 * Answers the two requests that make nearly all traffic, `tools/call` and `tools/list` of 2026-07-28, without building a server
 * for each. It takes only what is well-formed beyond doubt; whatever else arrives, every error included, is the SDK's to answer.
 */
export class FastLane {
  readonly #path: CallPath;
  readonly #logger: Log;
  readonly #replies: FastReplies;
  readonly #clients = new KnownClients();
  readonly #callers = new LabelledCallers();

  constructor({ path, logger }: { path: CallPath; logger: Log }) {
    this.#path = path;
    this.#logger = logger;
    this.#replies = new FastReplies(path.info);
  }

  /** True when the request was taken; it is answered, or will be. */
  take(arrival: Arrival): boolean {
    const { body, request } = arrival;
    if (!isRequest(body)) return false;
    const { params, method } = body;
    const meta = params['_meta'];
    if (!isRecord(meta) || !hasPlainEnvelope({ headers: request.headers, meta, method })) return false;
    return method === 'tools/call'
      ? this.#call({ arrival, id: body.id, params, meta })
      : this.#list({ arrival, id: body.id, params, meta });
  }

  #list({ arrival, id, params, meta }: { arrival: Arrival; id: string | number; params: Fields; meta: Fields }): boolean {
    const { cursor } = params;
    const pages = this.#path.tools(arrival.caller);
    const page = cursor === undefined ? pages[0] : pages.find((_, index) => index > 0 && pages[index - 1]?.nextCursor === cursor);
    if (meta['progressToken'] !== undefined && !isId(meta['progressToken'])) return false;
    if (page === undefined || this.#client(arrival, meta) === undefined) return false;
    this.#replies.page({ response: arrival.response, id, page });
    return true;
  }

  #call({ arrival, id, params, meta }: { arrival: Arrival; id: string | number; params: Fields; meta: Fields }): boolean {
    const { request } = arrival;
    const { name, arguments: args = {} } = params;
    if (typeof name !== 'string' || request.headers['mcp-name'] !== name || !this.#path.knows(name)) return false;
    // The SDK drops a `__proto__` argument while it copies; here nothing is copied.
    if (!isRecord(args) || Object.hasOwn(args, '__proto__')) return false;
    const { progressToken: token } = meta;
    if (token !== undefined && !isId(token)) return false;
    if (params['inputResponses'] !== undefined || params['requestState'] !== undefined) return false;
    const client = this.#client(arrival, meta);
    if (client === undefined) return false;
    void this.#run({ arrival, id, tool: name, args, client, token, traceId: traceIdOf(meta) });
    return true;
  }

  async #run({ arrival, id, tool, args, client, token, traceId }: Run): Promise<void> {
    const { response, caller } = arrival;
    const departure = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) departure.abort();
    });
    const stream = token === undefined ? undefined : new ProgressStream(response);
    const progress = token === undefined || stream === undefined ? undefined : new ProgressSender({ token, send: stream.notify });
    try {
      const answer = await this.#path.call({
        tool,
        args,
        caller: this.#callers.of({ caller, label: client.label }),
        asking: client.hasForms ? firstAsking : noAsking,
        signal: departure.signal,
        ...(progress === undefined ? {} : { progress: (update) => progress.report(update) }),
        ...(traceId === undefined ? {} : { traceId }),
      });
      this.#replies.answer({ response, stream, id, answer: toWire(answer) });
    } catch (error) {
      this.#logger.error({ error, tool }, 'a call ended without an answer');
      this.#replies.defect({ response, stream, id });
    }
  }

  #client({ request, body }: Arrival, meta: Fields): KnownClient | undefined {
    return this.#clients.lookUp({ headers: request.headers, body, meta });
  }
}

interface PlainRequest {
  readonly id: string | number;
  readonly method: 'tools/call' | 'tools/list';
  readonly params: Fields;
}

const isRequest = (body: unknown): body is PlainRequest => {
  if (!isRecord(body) || body['jsonrpc'] !== '2.0' || !isRecord(body['params'])) return false;
  const { id, method } = body;
  if (method !== 'tools/call' && method !== 'tools/list') return false;
  if (!isId(id)) return false;
  // JSON-RPC requests are strict: a fifth member makes the message invalid.
  let members = 0;
  for (const _ in body) members += 1;
  return members === 4;
};

const isId = (value: unknown): value is string | number => typeof value === 'string' || Number.isSafeInteger(value);

/** Whether headers and `_meta` agree and ask for nothing unusual. */
const hasPlainEnvelope = ({
  headers,
  meta,
  method,
}: {
  headers: IncomingMessage['headers'];
  meta: Fields;
  method: string;
}): boolean =>
  headers['content-type'] === 'application/json' &&
  headers['mcp-protocol-version'] === revision &&
  headers['mcp-method'] === method &&
  meta[PROTOCOL_VERSION_META_KEY] === revision &&
  meta['io.modelcontextprotocol/logLevel'] === undefined &&
  meta['io.modelcontextprotocol/related-task'] === undefined;
