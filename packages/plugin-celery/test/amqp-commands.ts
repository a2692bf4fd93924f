import { object, text } from '../src/protocol/field.ts';
import { parseJson } from '../src/protocol/parse-json.ts';

/** Reads what a client says to RabbitMQ off the pieces of one connection, in the words of the connection's `readerCommands`. */
export const amqpCommands = (): ((piece: Buffer) => readonly string[]) => {
  let unread = Buffer.alloc(0);
  let hasGreeted = false;
  const publishing = new Map<number, Publishing>();
  return (piece) => {
    unread = Buffer.concat([unread, piece]);
    // Eight bytes name the protocol before the first frame.
    if (!hasGreeted && unread.length < 8) return [];
    if (!hasGreeted) unread = unread.subarray(8);
    hasGreeted = true;
    const words: string[] = [];
    for (let next = readFrame(unread); next !== undefined; next = readFrame(unread)) {
      words.push(...wordsOf({ frame: next, publishing }));
      unread = unread.subarray(next.length);
    }
    return words;
  };
};

interface Frame {
  readonly type: number;
  readonly channel: number;
  readonly payload: Buffer;
  readonly length: number;
}

/** A message of which the method has arrived, and of its body so many bytes are missing. */
interface Publishing {
  missing: number;
  body: Buffer;
}

/** Type, channel, size, payload and an end mark; undefined while it is not complete. */
const readFrame = (bytes: Buffer): Frame | undefined => {
  if (bytes.length < 8) return undefined;
  const length = 8 + bytes.readUInt32BE(3);
  if (bytes.length < length) return undefined;
  return { type: bytes.readUInt8(0), channel: bytes.readUInt16BE(1), payload: bytes.subarray(7, length - 1), length };
};

const wordsOf = ({ frame, publishing }: { frame: Frame; publishing: Map<number, Publishing> }): readonly string[] => {
  const { type, channel, payload } = frame;
  if (type === 1) {
    const name = methods[`${payload.readUInt16BE(0)}.${payload.readUInt16BE(2)}`] ?? 'something else';
    if (name !== 'basic.publish') return [wordOf({ name, payload })];
    publishing.set(channel, { missing: Number.NaN, body: Buffer.alloc(0) });
    return [];
  }
  const message = publishing.get(channel);
  if (message === undefined) return [];
  if (type === 2) message.missing = Number(payload.readBigUInt64BE(4));
  if (type === 3) {
    message.body = Buffer.concat([message.body, payload]);
    message.missing -= payload.length;
  }
  if (message.missing !== 0) return [];
  publishing.delete(channel);
  return [`basic.publish ${methodOf(message.body)}`];
};

const methods: Readonly<Record<string, string>> = {
  '10.11': 'connection.start-ok',
  '10.31': 'connection.tune-ok',
  '10.40': 'connection.open',
  '10.50': 'connection.close',
  '10.51': 'connection.close-ok',
  '20.10': 'channel.open',
  '20.40': 'channel.close',
  '20.41': 'channel.close-ok',
  '40.10': 'exchange.declare',
  '50.10': 'queue.declare',
  '50.20': 'queue.bind',
  '50.30': 'queue.purge',
  '50.40': 'queue.delete',
  '60.10': 'basic.qos',
  '60.20': 'basic.consume',
  '60.30': 'basic.cancel',
  '60.40': 'basic.publish',
  '60.70': 'basic.get',
  '60.80': 'basic.ack',
  '60.90': 'basic.reject',
  '60.120': 'basic.nack',
  '85.10': 'confirm.select',
};

/** A declaration is a question when it is passive, and changes nothing that others use when the queue is the client's own. */
const wordOf = ({ name, payload }: { name: string; payload: Buffer }): string => {
  if (name !== 'queue.declare' && name !== 'exchange.declare') return name;
  const [first, end] = shortText({ payload, at: 6 });
  const at = name === 'queue.declare' ? end : shortText({ payload, at: end })[1];
  const flags = payload.readUInt8(at);
  if ((flags & 1) !== 0) return `${name} passive`;
  if (first.startsWith('lineclear.results.')) return `${name} lineclear.results.*`;
  return (flags & 4) !== 0 && name === 'queue.declare' ? `${name} exclusive` : `${name} ${first}`;
};

const shortText = ({ payload, at }: { payload: Buffer; at: number }): readonly [text: string, end: number] => {
  const end = at + 1 + payload.readUInt8(at);
  return [payload.toString('utf8', at + 1, end), end];
};

const methodOf = (body: Buffer): string => {
  try {
    return text(object(parseJson(body.toString('utf8')))?.['method']) ?? 'something else';
  } catch {
    return 'something else';
  }
};
