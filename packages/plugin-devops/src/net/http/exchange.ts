import { type IncomingMessage, request as sendRequest } from 'node:http';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { connect as connectTls, getCACertificates, type TLSSocket } from 'node:tls';
import { type Failure, toFailure } from '../failure.ts';
import type { Net } from '../open-net.ts';
import { reach, since } from '../targets/reach.ts';
import { type Body, readBody } from './read-body.ts';
import type { TargetUrl } from './target-url.ts';
import { readTls, type TlsFacts } from './tls-facts.ts';

/** One request and what came back; null is what it did not come to. */
export interface Exchange {
  readonly url: TargetUrl;
  readonly address: string | null;
  readonly refused: readonly string[];
  readonly ms: {
    readonly dns: number | null;
    readonly connect: number | null;
    readonly tls: number | null;
    readonly first_byte: number | null;
    readonly total: number;
  };
  readonly tls: TlsFacts | null;
  readonly status: number | null;
  readonly headers: IncomingMessage['headers'];
  readonly body: Body | null;
  readonly failure: Failure | null;
}

/**
 * Sends one GET or HEAD to a target of the list, with nothing of ours in it, and follows nothing. A certificate that does not verify is
 * reported and does not end the check: there is nothing to protect in what is sent, and the answer is taken for a stranger's in any case.
 */
export const exchange = async ({
  net,
  url,
  method,
  wantsBody,
  nowMs,
  signal,
}: {
  net: Net;
  url: TargetUrl;
  method: 'GET' | 'HEAD';
  wantsBody: boolean;
  nowMs: number;
  signal: AbortSignal;
}): Promise<Exchange> => {
  const { wire } = net;
  const startedAt = wire.now();
  const reached = await reach({ host: url.host, port: url.port, list: net.list, wire, signal });
  const progress: { tls: TlsFacts | null; tlsMs: number | null; firstByteMs: number | null; answer: IncomingMessage | null } = {
    tls: null,
    tlsMs: null,
    firstByteMs: null,
    answer: null,
  };
  const finish = ({ body, failure }: { body: Body | null; failure: Failure | null }): Exchange => ({
    url,
    address: reached.address,
    refused: reached.refused,
    ms: { ...reached.ms, tls: progress.tlsMs, first_byte: progress.firstByteMs, total: since({ wire, startedAt }) },
    tls: progress.tls,
    status: progress.answer?.statusCode ?? null,
    headers: progress.answer?.headers ?? {},
    body,
    failure,
  });
  const { socket } = reached;
  if (socket === undefined) return finish({ body: null, failure: reached.failure ?? null });
  let phase: Failure['phase'] = 'tls';
  try {
    let stream: Duplex = socket;
    if (url.isTls) {
      const helloAt = wire.now();
      const secured = await secure({ net, url, socket, signal });
      progress.tlsMs = since({ wire, startedAt: helloAt });
      progress.tls = readTls({ socket: secured, nowMs });
      stream = secured;
    }
    phase = 'request';
    const sentAt = wire.now();
    progress.answer = await ask({ stream, url, method, signal });
    progress.firstByteMs = since({ wire, startedAt: sentAt });
    phase = 'body';
    return finish({ body: await readBody({ answer: progress.answer, keepsText: wantsBody, signal }), failure: null });
  } catch (error) {
    return finish({ body: null, failure: toFailure({ phase, error: signal.aborted ? signal.reason : error }) });
  } finally {
    socket.destroy();
  }
};

const secure = async ({
  net,
  url,
  socket,
  signal,
}: {
  net: Net;
  url: TargetUrl;
  socket: Duplex;
  signal: AbortSignal;
}): Promise<TLSSocket> => {
  const { host } = url;
  const secured = connectTls({
    socket,
    // Whom the certificate has to name; an address is no server name in a handshake.
    host: host.kind === 'name' ? host.name : host.address.text,
    ...(host.kind === 'name' && { servername: host.name }),
    rejectUnauthorized: false,
    ca: [...getCACertificates('default'), ...net.authorities],
    ALPNProtocols: ['http/1.1'],
  });
  // Stays, for what goes wrong after the handshake; whoever uses the stream sees its end.
  secured.on('error', () => undefined);
  await once(secured, 'secureConnect', { signal });
  return secured;
};

const ask = async ({
  stream,
  url,
  method,
  signal,
}: {
  stream: Duplex;
  url: TargetUrl;
  method: 'GET' | 'HEAD';
  signal: AbortSignal;
}): Promise<IncomingMessage> => {
  const isUsual = url.port === (url.isTls ? 443 : 80);
  const sent = sendRequest({
    // With a connection of its own there is no agent, and with it no proxy of the environment.
    createConnection: () => stream,
    method,
    path: url.path,
    headers: {
      host: isUsual ? url.hostname : `${url.hostname}:${url.port}`,
      'user-agent': 'lineclear',
      accept: '*/*',
      'accept-encoding': 'identity',
      connection: 'close',
    },
    signal,
  });
  sent.end();
  return new Promise((resolve, reject) => {
    sent.once('response', resolve);
    // Also for errors after the answer began, which the reader of its body sees for itself.
    sent.on('error', reject);
    // Without an error where the server wants another protocol.
    sent.once('close', () => reject(new Error('closed')));
  });
};
