import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import { deliver } from '../../http/fault.ts';
import type { FaultQueue } from '../../http/fault-queue.ts';
import { listenOnLoopback } from '../../http/listen.ts';
import { readRequest, sendAnswer } from '../../http/message.ts';
import type { Answer, RecordedRequest } from '../../http/route.ts';
import type { StreamFault } from '../streams/channels.ts';
import { refuseUpgrade } from '../streams/upgrade.ts';
import type { WatchHandler } from './watch.ts';
import { sendWatch } from './watch.ts';

/** A request, and the name in the certificate of the client that sent it, where it has a trusted one. */
export interface Arrival {
  readonly request: RecordedRequest;
  readonly certificateName: string | undefined;
}

/** What a server asks for each request. */
export interface Handler extends WatchHandler {
  readonly answer: (arrival: Arrival) => Promise<Answer>;
  readonly asksToWatch: (request: RecordedRequest) => boolean;
  /** Opens a stream, or answers why not. */
  readonly open: (
    arrival: Arrival & { incoming: IncomingMessage; socket: Duplex; head: Buffer; fault: StreamFault | undefined },
  ) => Promise<void>;
}

/** What the server shows, and whom it trusts to name clients. */
export interface ServerTls {
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
}

interface Listening {
  readonly handler: Handler;
  readonly requests: RecordedRequest[];
  readonly faults: FaultQueue;
}

/** Listens on loopback, records what arrives, and lets the faults have their way. */
export const serveOnLoopback = async ({
  port,
  tls,
  ...listening
}: Listening & { port: number; tls: ServerTls | undefined }): Promise<{ url: string; close: () => Promise<void> }> => {
  const server: Server =
    tls === undefined ? createServer() : createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: false });
  server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => void answer(listening, incoming, outgoing));
  const open = new Set<Duplex>();
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    void upgrade(listening, { incoming, socket, head });
  });
  const { url, close } = await listenOnLoopback(server, port);
  return {
    url: tls === undefined ? url : url.replace('http:', 'https:'),
    // A stream is no request any more: the server does not end it by itself.
    close: () => {
      for (const socket of open) socket.destroy();
      return close();
    },
  };
};

const answer = async (
  { handler, requests, faults }: Listening,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> => {
  const arrival = { request: await readRequest(incoming), certificateName: certificateName(incoming) };
  const { request } = arrival;
  requests.push(request);
  try {
    const fault = faults.take(request);
    if (handler.asksToWatch(request) && (fault === undefined || fault.kind === 'truncated')) {
      await sendWatch({ handler, arrival, outgoing, isCut: fault !== undefined });
      return;
    }
    const delivery = await deliver({ fault, request, answer: () => handler.answer(arrival) });
    if (delivery.delayMs > 0) await sleep(delivery.delayMs);
    sendAnswer(outgoing, delivery);
  } catch (error) {
    sendAnswer(outgoing, { answer: { status: 500, text: String(error) }, delayMs: 0, cut: 'no' });
  }
};

const upgrade = async (
  { handler, requests, faults }: Listening,
  { incoming, socket, head }: { incoming: IncomingMessage; socket: Duplex; head: Buffer },
): Promise<void> => {
  const request = await readRequest(incoming);
  requests.push(request);
  const fault = faults.take(request);
  if (fault?.kind === 'delay') await sleep(fault.ms);
  if (fault?.kind === 'status') return refuseUpgrade(socket, { status: fault.status, text: fault.text ?? '' });
  if (fault?.kind === 'reset' && fault.afterEffect !== true) {
    socket.destroy();
    return;
  }
  const broken = fault?.kind === 'reset' ? 'before_status' : fault?.kind === 'truncated' ? 'halfway' : undefined;
  await handler.open({ request, certificateName: certificateName(incoming), incoming, socket, head, fault: broken });
};

const certificateName = ({ socket }: IncomingMessage): string | undefined => {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const name: unknown = socket.getPeerCertificate().subject?.CN;
  return typeof name === 'string' ? name : undefined;
};
