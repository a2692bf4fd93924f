import { request } from 'node:http';
import { modernHeaders, modernRequest } from './messages.ts';

/** A stream that is told of changes. */
export interface EventStream extends Disposable {
  /** Milliseconds from the request to its first message. */
  readonly firstMs: number;
  /** The moment of the next message, on the clock of `performance.now()`. */
  next(): Promise<number>;
}

/** Opens a subscription of 2026-07-28 on a connection of its own and waits for its first message. */
export const openEventStream = ({ port, id }: { port: number; id: number }): Promise<EventStream> => {
  const method = 'subscriptions/listen';
  const body = modernRequest({ id, method, params: { notifications: { toolsListChanged: true } } });
  const started = performance.now();
  return new Promise((resolve, reject) => {
    let arrived: (at: number) => void = (at) => resolve({ firstMs: at - started, next, [Symbol.dispose]: close });
    const next = (): Promise<number> =>
      new Promise((resolveNext) => {
        arrived = resolveNext;
      });
    const close = (): void => void sent.destroy();
    const sent = request({
      port,
      host: '127.0.0.1',
      path: '/mcp',
      method: 'POST',
      agent: false,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...modernHeaders({ method }),
      },
    });
    sent.on('response', (response) => {
      response.setEncoding('utf8').on('data', (text: string) => {
        if (text.includes('data: {')) arrived(performance.now());
        else if (response.statusCode !== 200) reject(new Error(`no stream was opened: ${text}`));
      });
      // A stream that is closed from here ends in an error.
      response.on('error', () => {});
    });
    sent.on('error', reject);
    sent.end(body);
  });
};
