import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A backend that gives every secret it was sent away again, in several writings. */
export interface EchoBackend extends AsyncDisposable {
  readonly url: string;
  /** What it echoes, as text; proves that the secrets did arrive. */
  readonly echoed: () => string;
}

/** Answers `/echo/<status>` with that status and with everything the request carried. */
export const startEcho = async (): Promise<EchoBackend> => {
  let echoed = '';
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const text = JSON.stringify(echoOf(request, body));
      echoed += text;
      const status = Number(request.url?.split('/')[2]);
      response.writeHead(status, { 'content-type': 'application/json', 'x-echo': encodeURIComponent(text).slice(0, 4_000) });
      response.end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    echoed: () => echoed,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const echoOf = ({ headers, url = '' }: IncomingMessage, body: string) => {
  const { authorization = '', 'x-key': key = '' } = headers;
  const seen = [authorization, authorization.replace(/^\w+ /, ''), String(key), body];
  return {
    message: `You sent ${seen.join(' and ')}`,
    url,
    base64: seen.map((text) => Buffer.from(text).toString('base64')),
    base64url: seen.map((text) => Buffer.from(`${text}\n`).toString('base64url')),
    percent: seen.map((text) => encodeURIComponent(text)),
    form: new URLSearchParams({ seen: seen.join(' ') }).toString(),
    json: JSON.stringify({ nested: JSON.stringify(seen) }),
    [`key ${String(key)}`]: 'a secret as a key',
  };
};
