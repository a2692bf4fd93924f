import { long, octet, short } from './field-writer.ts';
import { frameEnd, frameType } from './frame-reader.ts';

/** Class and method as one number: https://www.rabbitmq.com/resources/specs/amqp0-9-1.extended.xml */
export const method = {
  ConnectionStart: 0x000a_000a,
  ConnectionStartOk: 0x000a_000b,
  ConnectionTune: 0x000a_001e,
  ConnectionTuneOk: 0x000a_001f,
  ConnectionOpen: 0x000a_0028,
  ConnectionOpenOk: 0x000a_0029,
  ConnectionClose: 0x000a_0032,
  ConnectionCloseOk: 0x000a_0033,
  ChannelOpen: 0x0014_000a,
  ChannelOpenOk: 0x0014_000b,
  ChannelClose: 0x0014_0028,
  ChannelCloseOk: 0x0014_0029,
  QueueDeclare: 0x0032_000a,
  QueueDeclareOk: 0x0032_000b,
  BasicQos: 0x003c_000a,
  BasicQosOk: 0x003c_000b,
  BasicConsume: 0x003c_0014,
  BasicConsumeOk: 0x003c_0015,
  BasicCancel: 0x003c_001e,
  BasicCancelOk: 0x003c_001f,
  BasicDeliver: 0x003c_003c,
  BasicAck: 0x003c_0050,
  BasicNack: 0x003c_0078,
} as const;

export type Method = (typeof method)[keyof typeof method];

/** The name of a method; its number where it is not one of these. */
export const methodName = (id: number): string => Object.entries(method).find(([, known]) => known === id)?.[0] ?? `${id}`;

export interface MethodCall {
  readonly method: Method;
  /** Its arguments as bytes. */
  readonly fields?: readonly Buffer[];
}

/** A method as a frame of its channel. */
export const methodFrame = ({ channel, method: id, fields = [] }: MethodCall & { readonly channel: number }): Buffer => {
  const payload = Buffer.concat([long(id), ...fields]);
  return Buffer.concat([octet(frameType.method), short(channel), long(payload.length), payload, octet(frameEnd)]);
};
