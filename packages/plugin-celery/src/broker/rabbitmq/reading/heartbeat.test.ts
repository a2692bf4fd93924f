import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { listenInTest } from '../test/listen-in-test.ts';
import { keepHeartbeat } from './heartbeat.ts';

const heartbeatS = 0.05;

const pair = async (): Promise<{ client: Socket; peer: Socket }> => {
  const server = createServer();
  const connected = once(server, 'connection');
  const client = connect(await listenInTest(server), '127.0.0.1');
  onTestFinished(() => void client.destroy());
  const peer: Socket = (await connected)[0];
  return { client, peer };
};

test('says something again and again, and goes on while the other side does', async () => {
  const { client, peer } = await pair();
  client.resume();
  keepHeartbeat({ socket: client, heartbeatS });
  for (let beat = 0; beat < 6; beat += 1) {
    const [piece] = await once(peer, 'data');
    expect([...piece.subarray(0, 8)]).toEqual([8, 0, 0, 0, 0, 0, 0, 0xce]);
    peer.write(piece);
  }
  expect(client.destroyed).toBe(false);
});

test('gives the connection up when the other side is silent', async () => {
  const { client, peer } = await pair();
  peer.resume();
  keepHeartbeat({ socket: client, heartbeatS });
  const [error] = await once(client, 'error');
  expect(error).toMatchObject({ name: 'AMQPConnectionError', code: 'SOCKET_TIMEOUT' });
});
