import type { ServerResponse } from 'node:http';
import type { CallPath } from '../../calls/path.ts';
import type { Page } from '../../registry/types.ts';
import type { WireAnswer } from '../answer.ts';
import { answerText, defectText, serverStamp } from '../answer-text.ts';
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
  readonly #stamp: string;
  /** Everything of a page's answer up to the id. */
  readonly #pages = new WeakMap<Page, Buffer>();

  constructor(info: CallPath['info']) {
    this.#stamp = serverStamp(info);
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
    this.#send({ ...reply, text: answerText({ answer, id: reply.id, stamp: this.#stamp }) });
  }

  defect(reply: Reply): void {
    this.#send({ ...reply, text: defectText(reply.id) });
  }

  #send({ response, stream, text }: Reply & { text: string }): void {
    if (stream?.end(text) === true || response.headersSent || response.destroyed) return;
    sendJson(response, { status: 200, text });
  }

  #pageHead({ json, nextCursor }: Page): string {
    const next = nextCursor === undefined ? '' : `,"nextCursor":${JSON.stringify(nextCursor)}`;
    return `{"result":{"tools":${json}${next},"resultType":"complete","ttlMs":${listTtlMs},"cacheScope":"private",${this.#stamp}},"jsonrpc":"2.0","id":`;
  }
}
