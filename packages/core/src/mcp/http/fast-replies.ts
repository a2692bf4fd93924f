import type { ServerResponse } from 'node:http';
import type { CallPath } from '../../calls/path.ts';
import type { Page } from '../../registry/types.ts';
import type { WireAnswer } from '../answer.ts';
import { answerText, defectText, serverStamp } from '../answer-text.ts';
import { listTtlMs } from '../server-factory.ts';
import { Departures } from './departures.ts';
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
  readonly #departures = new Departures();
  /** Everything of a page's answer up to the id. */
  readonly #heads = new WeakMap<Page, Buffer>();

  constructor(info: CallPath['info']) {
    this.#stamp = serverStamp(info);
  }

  page({ response, id, page }: { response: ServerResponse; id: string | number; page: Page }): void {
    const head = this.#headOf(page);
    const tail = `${JSON.stringify(id)}}`;
    this.#departures.add({ response, send: sendPage({ head, tail }) });
  }

  answer({ answer, ...reply }: Reply & { answer: WireAnswer }): void {
    this.#send({ ...reply, text: answerText({ answer, id: reply.id, stamp: this.#stamp }) });
  }

  defect(reply: Reply): void {
    this.#send({ ...reply, text: defectText(reply.id) });
  }

  #send({ response, stream, text }: Reply & { text: string }): void {
    if (stream?.end(text) !== true) this.#departures.add({ response, send: () => sendJson(response, { status: 200, text }) });
  }

  #headOf(page: Page): Buffer {
    const known = this.#heads.get(page);
    if (known !== undefined) return known;
    const { json, nextCursor } = page;
    const next = nextCursor === undefined ? '' : `,"nextCursor":${JSON.stringify(nextCursor)}`;
    const head = Buffer.from(
      `{"result":{"tools":${json}${next},"resultType":"complete","ttlMs":${listTtlMs},"cacheScope":"private",${this.#stamp}},"jsonrpc":"2.0","id":`,
    );
    this.#heads.set(page, head);
    return head;
  }
}

const sendPage =
  ({ head, tail }: { head: Buffer; tail: string }) =>
  (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': head.length + Buffer.byteLength(tail) });
    response.cork();
    response.write(head);
    response.end(tail);
    response.uncork();
  };
