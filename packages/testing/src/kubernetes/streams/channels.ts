import type { JsonObject } from '@lineclear/core/plugin';
import type { RawData, WebSocket } from 'ws';

/** How a stream breaks: after its first bytes, or when everything is done and nothing is said of it yet. */
export type StreamFault = 'halfway' | 'before_status';

/** The bytes of a message and the channel that it came on; undefined for an empty one. */
export const channelOf = (message: RawData): { channel: number; bytes: Buffer } | undefined => {
  const bytes = Buffer.isBuffer(message) ? message : Array.isArray(message) ? Buffer.concat(message) : Buffer.from(message);
  const channel = bytes[0];
  return channel === undefined ? undefined : { channel, bytes: bytes.subarray(1) };
};

/** Sends bytes on a channel; resolves when they have left. */
export const sendOn = (socket: WebSocket, channel: number, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve) => socket.send(Buffer.concat([Buffer.from([channel]), bytes]), () => resolve()));

/** The last word on a stream: how it ended. */
export const endWith = async (socket: WebSocket, channel: number, status: JsonObject): Promise<void> => {
  await sendOn(socket, channel, Buffer.from(JSON.stringify(status)));
  socket.close(1000);
};
