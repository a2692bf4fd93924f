import { connect } from 'node:net';
import type { WebSocket } from 'ws';
import { badRequest } from '../api/status.ts';
import type { KubernetesObject } from '../model/object.ts';
import type { Runtime } from '../world/runtime.ts';
import type { StreamFault } from './channels.ts';
import { channelOf, sendOn } from './channels.ts';

/** The ports that a forward asks for. */
export const portsIn = (query: URLSearchParams): readonly number[] => {
  const ports = query
    .getAll('ports')
    .flatMap((list) => list.split(','))
    .map(Number);
  if (ports.length === 0 || ports.some((port) => !Number.isInteger(port) || port < 1 || port > 65_535))
    throw badRequest('query parameter "ports" is required: a number from 1 to 65535');
  return ports;
};

/** Joins every port with what listens on it in the pod: two channels each, one for bytes and one for what went wrong. */
export const forwardPorts = ({
  socket,
  runtime,
  pod,
  ports,
  fault,
}: {
  socket: WebSocket;
  runtime: Runtime;
  pod: KubernetesObject;
  ports: readonly number[];
  fault: StreamFault | undefined;
}): void => {
  for (const [index, port] of ports.entries()) {
    const channel = index * 2;
    const number = Buffer.alloc(2);
    number.writeUInt16LE(port);
    void sendOn(socket, channel, number);
    void sendOn(socket, channel + 1, number);
    join({ socket, channel, to: runtime.listenerOf(pod.metadata, port), port, pod: pod.metadata.name, fault });
  }
};

const join = ({
  socket,
  channel,
  to,
  port,
  pod,
  fault,
}: {
  socket: WebSocket;
  channel: number;
  to: number | undefined;
  port: number;
  pod: string;
  fault: StreamFault | undefined;
}): void => {
  const fail = (why: string) =>
    void sendOn(
      socket,
      channel + 1,
      Buffer.from(`an error occurred forwarding ${port} -> ${port}: error forwarding port ${port} to pod ${pod}: ${why}`),
    );
  if (to === undefined) return fail('connection refused');
  const tcp = connect({ host: '127.0.0.1', port: to });
  tcp.on('error', ({ message }) => fail(message));
  tcp.on('data', (bytes) => {
    tcp.pause();
    void sendOn(socket, channel, bytes).then(() => (fault === undefined ? tcp.resume() : socket.terminate()));
  });
  tcp.once('close', () => socket.close(1000));
  socket.on('message', (message) => {
    const received = channelOf(message);
    if (received?.channel === channel) tcp.write(received.bytes);
  });
  socket.once('close', () => tcp.destroy());
};
