import type { ServerResponse } from 'node:http';
import { ProtocolErrorCode, SERVER_INFO_META_KEY } from '@modelcontextprotocol/server';
import type { CallPath } from '../../calls/path.ts';
import type { Page } from '../../registry/types.ts';
import type { WireAnswer } from '../answer.ts';
import { listTtlMs } from '../server-factory.ts';
import { sendJson } from './refusal.ts';

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

  answer({ response, id, answer }: { response: ServerResponse; id: string | number; answer: WireAnswer }): void {
    if (response.destroyed) return;
    if ('failure' in answer) {
      this.#send(response, { jsonrpc: '2.0', id, error: answer.failure });
      return;
    }
    const result = JSON.stringify(answer.result).slice(0, -1);
    const type = 'resultType' in answer.result ? '' : ',"resultType":"complete"';
    sendJson(response, {
      status: 200,
      text: `{"result":${result}${type},${this.#meta}},"jsonrpc":"2.0","id":${JSON.stringify(id)}}`,
    });
  }

  defect({ response, id }: { response: ServerResponse; id: string | number }): void {
    if (response.headersSent || response.destroyed) return;
    this.#send(response, { jsonrpc: '2.0', id, error: { code: ProtocolErrorCode.InternalError, message: 'Internal error' } });
  }

  #send(response: ServerResponse, message: object): void {
    sendJson(response, { status: 200, text: JSON.stringify(message) });
  }

  #pageHead({ json, nextCursor }: Page): string {
    const next = nextCursor === undefined ? '' : `,"nextCursor":${JSON.stringify(nextCursor)}`;
    return `{"result":{"tools":${json}${next},"resultType":"complete","ttlMs":${listTtlMs},"cacheScope":"private",${this.#meta}},"jsonrpc":"2.0","id":`;
  }
}
