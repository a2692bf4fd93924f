import type { ServerResponse } from 'node:http';
import type { JsonObject } from '@lineclear/core/plugin';
import { sendAnswer } from '../../http/message.ts';
import { refusable } from '../../http/refusal.ts';
import type { Answer } from '../../http/route.ts';
import type { Arrival } from './server.ts';

export interface WatchHandler {
  /** Sends lines until it is stopped; may throw a refusal at once. */
  readonly watch: (arrival: Arrival, send: (line: JsonObject) => void) => () => void;
}

/** Keeps an answer open and sends a line for every change, or the first half of one where it is to be cut. */
export const sendWatch = async ({
  handler,
  arrival,
  outgoing,
  isCut,
}: {
  handler: WatchHandler;
  arrival: Arrival;
  outgoing: ServerResponse;
  isCut: boolean;
}): Promise<void> => {
  const begin = () => {
    if (!outgoing.headersSent)
      outgoing.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
  };
  const refusal = await refusable(async () => {
    const stop = handler.watch(arrival, (line) => {
      begin();
      const text = `${JSON.stringify(line)}\n`;
      if (isCut) outgoing.write(text.slice(0, text.length / 2), () => outgoing.destroy());
      else outgoing.write(text);
    });
    outgoing.once('close', stop);
    const { timeoutSeconds } = arrival.request.query;
    if (timeoutSeconds !== undefined) setTimeout(() => outgoing.end(), Number(timeoutSeconds) * 1000).unref();
    begin();
    outgoing.flushHeaders();
    return started;
  });
  if (refusal !== started) sendAnswer(outgoing, { answer: refusal, delayMs: 0, cut: 'no' });
};

const started: Answer = {};
