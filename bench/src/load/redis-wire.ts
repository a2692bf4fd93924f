import { once } from 'node:events';
import { connect } from 'node:net';

/** A connection to Redis that writes commands and looks for bytes in whatever comes back: nothing can be leaner. */
export interface RedisWire {
  send(...parts: readonly string[]): void;
  /** Resolves once these bytes have come; what came before is forgotten. */
  until(bytes: string): Promise<void>;
  close(): void;
}

export const connectRedis = async (port: number): Promise<RedisWire> => {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  let seen = '';
  let check = (): void => undefined;
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    seen += chunk;
    check();
  });
  return {
    send: (...parts) => {
      socket.write(`*${parts.length}\r\n${parts.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`).join('')}`);
    },
    until: (bytes) =>
      new Promise((resolve) => {
        check = () => {
          const at = seen.indexOf(bytes);
          if (at === -1) return;
          seen = seen.slice(at + bytes.length);
          check = () => undefined;
          resolve();
        };
        check();
      }),
    close: () => socket.destroy(),
  };
};
