import type { ServerResponse } from 'node:http';
import { ProtocolErrorCode, SERVER_INFO_META_KEY } from '@modelcontextprotocol/server';
import type { CallPath } from '../../calls/path.ts';
import type { Page } from '../../registry/types.ts';
import type { WireAnswer } from '../answer.ts';
import { listTtlMs } from '../server-factory.ts';
import type { ProgressStream } from './progress-stream.ts';
import { sendJson } from './refusal.ts';

interface Reply {
  readonly response: ServerResponse;
  /** Where progress went, when the client asked for any. */
  readonly stream: ProgressStream | undefined;
  readonly id: string | number;
}

/** Writes the fast lane's answers, letter by letter what the SDK writes. */
export class FastReplies {
  readonly #meta: string;
  /** Everything of a page's answer up to the id. */
  readonly #pages = new WeakMap<Page, Buffer>();

  constructor(info: CallPath['info']) {
    this.#meta = `"_meta":${JSON.stringify({ [SERVER_INFO_META_KEY]: info })}`;
  }

  page({ response, id, page }: { response: ServerResponse; id: string | number; page: Page }): void {
    let head = this.#pages.get(page);
    if (head === undefined) {
      head = Buffer.from(this.#pageHead(page));
      this.#pages.set(page, head);
    }
    const tail = `${JSON.stringify(id)}}`;
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': head.length + Buffer.byteLength(tail) });
    response.cork();
    response.write(head);
    response.end(tail);
    response.uncork();
  }

  answer({ answer, ...reply }: Reply & { answer: WireAnswer }): void {
    if ('failure' in answer) {
      this.#send({ ...reply, text: JSON.stringify({ jsonrpc: '2.0', id: reply.id, error: answer.failure }) });
      return;
    }
    const result = JSON.stringify(answer.result).slice(0, -1);
    const type = 'resultType' in answer.result ? '' : ',"resultType":"complete"';
    this.#send({ ...reply, text: `{"result":${result}${type},${this.#meta}},"jsonrpc":"2.0","id":${JSON.stringify(reply.id)}}` });
  }

  defect(reply: Reply): void {
    const error = { code: ProtocolErrorCode.InternalError, message: 'Internal error' };
    this.#send({ ...reply, text: JSON.stringify({ jsonrpc: '2.0', id: reply.id, error }) });
  }

  #send({ response, stream, text }: Reply & { text: string }): void {
    if (stream?.end(text) === true || response.headersSent || response.destroyed) return;
    sendJson(response, { status: 200, text });
  }

  #pageHead({ json, nextCursor }: Page): string {
    const next = nextCursor === undefined ? '' : `,"nextCursor":${JSON.stringify(nextCursor)}`;
    return `{"result":{"tools":${json}${next},"resultType":"complete","ttlMs":${listTtlMs},"cacheScope":"private",${this.#meta}},"jsonrpc":"2.0","id":`;
  }
}
