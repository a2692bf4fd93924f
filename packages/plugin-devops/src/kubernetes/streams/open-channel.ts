import type { ClusterAccess } from '../client/cluster.ts';
import { openWebsocket } from './open-websocket.ts';

/** Several streams of bytes over one connection to a pod: each message begins with the number of its stream. */
export interface Channel {
  /** `onSent` is called once the bytes are out, for a writer that is faster. */
  readonly send: (stream: number, bytes: Uint8Array, onSent?: () => void) => void;
  /** Tells the other side that a stream has ended; only where the server took a protocol that can. */
  readonly end: (stream: number) => void;
  /** Stop and go on taking bytes, for a reader that is slower. */
  readonly pause: () => void;
  readonly resume: () => void;
  /** Cuts the connection without waiting for the other side. */
  readonly close: () => void;
}

export interface ChannelEvents {
  readonly onBytes: (stream: number, bytes: Buffer) => void;
  /** The connection is gone, whoever ended it. */
  readonly onClose: () => void;
}

/** The protocols of these streams; only the newer one can end a stream and keep the others. */
export const channelProtocols = { canEnd: 'v5.channel.k8s.io', cannotEnd: 'v4.channel.k8s.io' } as const;

/** Opens a connection to a pod, such as `/api/v1/namespaces/shop/pods/web/exec?command=date`. Times are milliseconds. */
export const openChannel = async ({
  access,
  address,
  protocols,
  events,
  timeoutMs = 30_000,
}: {
  access: ClusterAccess;
  address: string;
  protocols: readonly string[];
  events: ChannelEvents;
  timeoutMs?: number;
}): Promise<Channel> => {
  const socket = await openWebsocket({ access, address, protocols, timeoutMs });
  socket.on('message', (message) => {
    // The library hands out one buffer for each message unless it is told otherwise.
    const bytes = message instanceof Buffer ? message : Buffer.alloc(0);
    const [stream] = bytes;
    if (stream !== undefined && stream !== endOfStream) events.onBytes(stream, bytes.subarray(1));
  });
  socket.once('close', () => events.onClose());
  socket.resume();
  return {
    send: (stream, bytes, onSent) => socket.send(Buffer.concat([Buffer.of(stream), bytes]), () => onSent?.()),
    end: (stream) => socket.send(Buffer.of(endOfStream, stream), () => undefined),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close: () => socket.terminate(),
  };
};

// https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apimachinery/pkg/util/remotecommand/constants.go
const endOfStream = 255;
