import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { ClusterAccess } from '../client/cluster.ts';
import { notOpened, refusedByServer } from './refusals.ts';

/** Asks the API server for a WebSocket. What it answers in the place of one is the error. Times are milliseconds. */
export const openWebsocket = async ({
  access: { server, tls, presented },
  address,
  protocols,
  timeoutMs,
}: {
  access: ClusterAccess;
  /** Path and query below the server's address. */
  address: string;
  protocols: readonly string[];
  timeoutMs: number;
}): Promise<WebSocket> => {
  const { WebSocket: Socket } = await import('ws');
  const { bearer, basic, certificate, key } = presented;
  const socket = new Socket(`${server}${address}`, [...protocols], {
    ...tls,
    ...(certificate === undefined ? {} : { cert: certificate }),
    ...(key === undefined ? {} : { key: key.reveal() }),
    ...(basic === undefined ? {} : { auth: `${basic.username}:${basic.password.reveal()}` }),
    headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer.reveal()}` },
    handshakeTimeout: timeoutMs,
    // What a pod sends is not worth the memory of unpacking it.
    perMessageDeflate: false,
    maxPayload: maxMessageBytes,
  });
  const { promise, resolve, reject } = Promise.withResolvers<WebSocket>();
  socket.on('error', (error) => reject(notOpened(error)));
  socket.once('unexpected-response', (_request, response) => {
    const status = response.statusCode ?? 0;
    readSome(response)
      .then((text) => reject(refusedByServer({ status, text })), reject)
      .finally(() => socket.terminate());
  });
  socket.once('open', () => {
    // What comes with the answer waits for its reader.
    socket.pause();
    resolve(socket);
  });
  return promise;
};

/** The API server sends pieces of 32 KiB. */
const maxMessageBytes = 1 << 20;
const mostCharacters = 16 << 10;

const readSome = async (response: IncomingMessage): Promise<string> => {
  let text = '';
  response.setEncoding('utf8');
  try {
    for await (const part of response) {
      text += String(part);
      if (text.length > mostCharacters) break;
    }
  } catch {
    // The status alone says enough.
  }
  return text;
};
