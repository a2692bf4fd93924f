import { once } from 'node:events';
import { connect } from 'node:net';

/** A connection to RabbitMQ, with one channel, that looks at nothing but the kind of each frame: nothing can be leaner. */
export interface AmqpWire {
  /** Takes so many messages of a queue, yields the milliseconds until the last has come, and gives them back by closing. */
  take(order: { readonly queue: string; readonly count: number }): Promise<number>;
}

// Class and method, as one number: https://www.rabbitmq.com/resources/specs/amqp0-9-1.extended.xml
const method = {
  start: 0x000a000a,
  startOk: 0x000a000b,
  tune: 0x000a001e,
  tuneOk: 0x000a001f,
  open: 0x000a0028,
  openOk: 0x000a0029,
  channelOpen: 0x0014000a,
  channelOpenOk: 0x0014000b,
  consume: 0x003c0014,
  deliver: 0x003c003c,
} as const;

/** Connects as guest to the virtual host `/`. */
export const connectRabbitmq = async (port: number): Promise<AmqpWire> => {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  let onMethod: (id: number) => void = () => undefined;
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    while (rest.length - at >= 8) {
      const end = at + 8 + rest.readUInt32BE(at + 3);
      if (rest.length < end) break;
      if (rest[at] === 1) onMethod(rest.readUInt32BE(at + 7));
      at = end;
    }
    rest = rest.subarray(at);
  });
  const answered = (expected: number): Promise<void> =>
    new Promise((resolve) => {
      onMethod = (id) => {
        if (id === expected) resolve();
      };
    });
  const send = (channel: number, id: number, ...fields: readonly Buffer[]): void => {
    const payload = Buffer.concat([number(4, id), ...fields]);
    socket.write(Buffer.concat([Buffer.from([1]), number(2, channel), number(4, payload.length), payload, Buffer.from([0xce])]));
  };
  socket.write(Buffer.from('AMQP\0\0\u0009\u0001', 'latin1'));
  await answered(method.start);
  send(0, method.startOk, number(4, 0), short('PLAIN'), long('\0guest\0guest'), short('en_US'));
  await answered(method.tune);
  send(0, method.tuneOk, number(2, 10), number(4, 131_072), number(2, 0));
  send(0, method.open, short('/'), short(''), Buffer.alloc(1));
  await answered(method.openOk);
  send(1, method.channelOpen, short(''));
  await answered(method.channelOpenOk);
  return {
    take: async ({ queue, count }) => {
      const started = performance.now();
      const taken = new Promise<void>((resolve) => {
        let left = count;
        onMethod = (id) => {
          if (id === method.deliver) left -= 1;
          if (left === 0) resolve();
        };
      });
      send(1, method.consume, number(2, 0), short(queue), short(''), Buffer.alloc(1), number(4, 0));
      await taken;
      const ms = performance.now() - started;
      socket.destroy();
      return ms;
    },
  };
};

const number = (bytes: 2 | 4, value: number): Buffer => {
  const field = Buffer.alloc(bytes);
  field.writeUIntBE(value, 0, bytes);
  return field;
};
const short = (text: string): Buffer => Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)]);
const long = (text: string): Buffer => Buffer.concat([number(4, Buffer.byteLength(text)), Buffer.from(text)]);
