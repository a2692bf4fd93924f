import type { Socket } from 'node:net';
import { LineclearError, path } from '@lineclear/core/plugin';
import type { ClusterAccess } from '../client/cluster.ts';
import { type Channel, channelProtocols, openChannel } from '../streams/open-channel.ts';

/** Leads one connection of this machine to a port of a pod, until either side ends it. */
export const joinPod = async ({
  socket,
  access,
  namespace,
  pod,
  port,
}: {
  socket: Socket;
  access: ClusterAccess;
  namespace: string;
  pod: string;
  port: number;
}): Promise<void> => {
  const ended = Promise.withResolvers<void>();
  // It may be refused before anybody waits for its end.
  ended.promise.catch(() => {});
  // What the program says before the pod listens has to wait.
  socket.pause();
  const named = new Set<number>();
  // The first bytes may come before whoever opened it has it.
  const opened: { channel?: Channel } = {};
  const channel = await openChannel({
    access,
    address: `${path`/api/v1/namespaces/${namespace}/pods/${pod}/portforward`}?ports=${port}`,
    protocols: [channelProtocols.cannotEnd],
    events: {
      onBytes: (stream, bytes) => {
        // Each stream begins with the number of the port, which is known.
        const data = named.has(stream) ? bytes : bytes.subarray(portBytes);
        named.add(stream);
        if (data.length === 0) return;
        if (stream === streams.error) {
          ended.reject(new LineclearError('upstream_error', 'The pod does not take connections on that port.'));
          return;
        }
        if (stream === streams.data && !socket.write(data)) {
          opened.channel?.pause();
          socket.once('drain', () => opened.channel?.resume());
        }
      },
      onClose: () => ended.resolve(),
    },
  });
  opened.channel = channel;
  socket.on('data', (chunk: Buffer) => {
    socket.pause();
    channel.send(streams.data, chunk, () => socket.resume());
  });
  socket.once('close', () => ended.resolve());
  if (socket.destroyed) ended.resolve();
  socket.resume();
  try {
    await ended.promise;
    socket.end();
  } finally {
    channel.close();
  }
};

const streams = { data: 0, error: 1 } as const;
const portBytes = 2;
