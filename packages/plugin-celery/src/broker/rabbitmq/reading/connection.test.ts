import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { RabbitmqSession } from '../session.ts';
import { listenInTest } from '../test/listen-in-test.ts';
import type { ReadingSession } from './reading-session.ts';

describe('a reading connection to somebody else', () => {
  const reading = (url: string, connectTimeoutMs?: number) => {
    const opened = new RabbitmqSession({ url, connectTimeoutMs }).reading();
    onTestFinished(() => opened.close());
    return opened;
  };
  const unreachable = (reason: string) => ({ code: 'unreachable', effect: 'none', details: { reason } });

  it('says that nobody listens', async () => {
    await expect(count(reading('amqp://127.0.0.1:1/'))).rejects.toMatchObject(unreachable('ECONNREFUSED'));
  });

  it('gives up on a server that says nothing', async () => {
    const silent = await serve(() => undefined);
    await expect(count(reading(silent, 100))).rejects.toMatchObject(unreachable('CONNECTION_TIMEOUT'));
  });

  it('gives up on one that goes at once', async () => {
    await expect(count(reading(await serve((socket) => socket.end())))).rejects.toMatchObject(unreachable('CONN_CLOSE'));
  });

  it('gives up on one that speaks another protocol', async () => {
    const web = await serve((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await expect(count(reading(web))).rejects.toMatchObject(unreachable('FRAME_ERROR'));
  });

  it('gives up on one whose methods break off', async () => {
    const start = Buffer.from([1, 0, 0, 0, 0, 0, 4, 0, 10, 0, 30, 0xce]);
    const greeting = Buffer.from([1, 0, 0, 0, 0, 0, 4, 0, 10, 0, 10, 0xce]);
    const broken = await serve((socket) => socket.write(Buffer.concat([greeting, start])));
    await expect(count(reading(broken))).rejects.toMatchObject({ code: 'unreachable', effect: 'none' });
  });

  it('opens nothing more once it was closed', async () => {
    const closed = reading('amqp://127.0.0.1:1/');
    await closed.close();
    await expect(count(closed)).rejects.toMatchObject({ code: 'unreachable', effect: 'none' });
  });
});

/** A server on a port of its own that does as it is told with each connection. */
const serve = async (onConnection: (socket: Socket) => void): Promise<string> => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  return `amqp://127.0.0.1:${await listenInTest(server)}/`;
};

const count = (reading: ReadingSession) => reading.use({}, (channel) => channel.countMessages('celery'));
