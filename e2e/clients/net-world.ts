import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { freePort } from '@lineclear/testing';

const [port = 0, dnsPort = 0] = await freePort(2);

/** A web server on this machine, by the name that the DNS server beside it gives. */
export const site = { name: 'www.example.com', port, url: `http://www.example.com:${port}/health` };

/** What a profile says of them. */
export interface NetWorld {
  readonly connections: { readonly net: object };
}

/** Both servers; the first client starts them, and `endNetWorld` ends them. */
export const openNetWorld = async (): Promise<NetWorld> => {
  await (starting ??= start());
  return { connections: { net: { targets: ['*.example.com', '127.0.0.1'], resolvers: [`127.0.0.1:${dnsPort}`] } } };
};

/** Ends them, once for a test file. */
export const endNetWorld = async (): Promise<void> => {
  (await starting)?.();
  starting = undefined;
};

let starting: ReturnType<typeof start> | undefined;

const start = async (): Promise<() => void> => {
  const web = createServer((_request, answer) => answer.end('ready\n'));
  const dns = createSocket('udp4');
  dns.on('message', (question, from) => dns.send(answerTo(question), from.port, from.address));
  web.listen(port, '127.0.0.1');
  dns.bind(dnsPort, '127.0.0.1');
  await Promise.all([once(web, 'listening'), once(dns, 'listening')]);
  return () => {
    web.close();
    web.closeAllConnections();
    dns.close();
  };
};

/** Every name is this machine, and has no records but its address. */
const answerTo = (question: Buffer): Buffer => {
  const end = question.indexOf(0, 12) + 5;
  const isForAddress = question.readUInt16BE(end - 4) === 1;
  const header = Buffer.from(question.subarray(0, 12));
  header.writeUInt16BE(0x8180, 2);
  for (const [index, count] of [isForAddress ? 1 : 0, 0, 0].entries()) header.writeUInt16BE(count, 6 + index * 2);
  // The name of the question, type A, class IN, for a minute, four bytes.
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1]);
  return Buffer.concat([header, question.subarray(12, end), ...(isForAddress ? [record] : [])]);
};
