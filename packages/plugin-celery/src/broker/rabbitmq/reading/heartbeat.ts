import type { Socket } from 'node:net';
import { AmqpError } from './amqp-error.ts';
import { frameEnd, frameType } from './frame-reader.ts';

const heartbeat = Buffer.of(frameType.heartbeat, 0, 0, 0, 0, 0, 0, frameEnd);
// As many halves of the agreed time without a word from the broker.
const mostSilent = 4;

/**
 * Says something to the broker now and then, and gives the connection up when the broker is silent for twice the agreed time. The
 * broker does likewise: it gives the messages back of a client whose machine has gone.
 */
export const keepHeartbeat = ({ socket, heartbeatS }: { readonly socket: Socket; readonly heartbeatS: number }): void => {
  let heardBytes = 0;
  let silent = 0;
  const timer = setInterval(() => {
    silent = socket.bytesRead === heardBytes ? silent + 1 : 0;
    heardBytes = socket.bytesRead;
    if (silent >= mostSilent) socket.destroy(timedOut());
    else socket.write(heartbeat);
  }, heartbeatS * 500);
  timer.unref();
  socket.once('close', () => clearInterval(timer));
};

const timedOut = (): AmqpError =>
  new AmqpError({ ends: 'connection', code: 'SOCKET_TIMEOUT', message: 'socket timed out (no heartbeat)' });
