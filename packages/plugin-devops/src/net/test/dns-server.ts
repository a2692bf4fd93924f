import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** What the server knows, by `TYPE name`; the bytes of each record as they go over the wire. A name without any is no name. */
export type Zone = Record<string, readonly Buffer[]>;

export interface DnsServer {
  /** For the setting `resolvers`. */
  readonly resolver: string;
  /** `TYPE name` of each question so far. */
  readonly questions: readonly string[];
  readonly zone: Zone;
  readonly close: () => Promise<void>;
}

const types: Readonly<Record<number, string>> = {
  1: 'A',
  2: 'NS',
  5: 'CNAME',
  12: 'PTR',
  15: 'MX',
  16: 'TXT',
  28: 'AAAA',
  33: 'SRV',
};
const ttlS = 300;

/** A DNS server on a loopback port that answers from a table, over UDP. A table can be changed while it runs. */
export const startDnsServer = async (zone: Zone): Promise<DnsServer> => {
  const questions: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const { name, type, end } = readQuestion(query);
    questions.push(`${type} ${name}`);
    const records = zone[`${type} ${name}`] ?? [];
    const isKnown = Object.keys(zone).some((key) => key.endsWith(` ${name}`));
    socket.send(answerTo({ query, end, records, isKnown }), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    resolver: `127.0.0.1:${socket.address().port}`,
    questions,
    zone,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
};

const readQuestion = (query: Buffer) => {
  const labels: string[] = [];
  let at = 12;
  while ((query[at] ?? 0) > 0) {
    const length = query[at] ?? 0;
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const number = query.readUInt16BE(at + 1);
  // Resolvers mix capitals in to recognise the answer to their own question.
  return { name: labels.join('.').toLowerCase(), type: types[number] ?? `${number}`, end: at + 5 };
};

const answerTo = ({
  query,
  end,
  records,
  isKnown,
}: {
  query: Buffer;
  end: number;
  records: readonly Buffer[];
  isKnown: boolean;
}): Buffer => {
  const header = Buffer.from(query.subarray(0, 12));
  header.writeUInt16BE(isKnown ? 0x8180 : 0x8183, 2);
  header.writeUInt16BE(records.length, 6);
  header.writeUInt16BE(0, 8);
  header.writeUInt16BE(0, 10);
  const question = query.subarray(12, end);
  const answers = records.map((data) => {
    const fixed = Buffer.alloc(12);
    fixed.writeUInt16BE(0xc00c, 0);
    question.subarray(-4).copy(fixed, 2);
    fixed.writeUInt32BE(ttlS, 6);
    fixed.writeUInt16BE(data.length, 10);
    return Buffer.concat([fixed, data]);
  });
  return Buffer.concat([header, question, ...answers]);
};

/** The bytes of an A record. */
export const a = (address: string): Buffer => Buffer.from(address.split('.').map(Number));

/** The bytes of a name, as CNAME, NS and PTR hold one. */
export const nameBytes = (name: string): Buffer =>
  Buffer.concat([
    ...name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);

/** Numbers of 16 bits before a name, as MX and SRV hold them. */
export const numbered = (numbers: readonly number[], name: string): Buffer =>
  Buffer.concat([...numbers.map((number) => Buffer.from([number >> 8, number & 255])), nameBytes(name)]);

/** The bytes of a TXT record of one string. */
export const txt = (text: string): Buffer => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
