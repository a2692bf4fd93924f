import { integer, object, text } from '../../protocol/field.ts';
import type { TaskMessage, WireMessage } from '../../protocol/message.ts';
import { parseJson } from '../../protocol/parse-json.ts';
import type { WireValue } from '../../protocol/wire-value.ts';
import { writeJson } from '../../protocol/write-json.ts';

/** What kombu puts into a list: one JSON text with the body in base64. `deliveryTag` must be unique among messages. */
export const toEnvelope = ({
  message,
  queue,
  deliveryTag,
}: {
  message: TaskMessage;
  queue: string;
  deliveryTag: string;
}): string =>
  JSON.stringify({
    body: Buffer.from(message.body, 'utf8').toString('base64'),
    'content-encoding': 'utf-8',
    'content-type': 'application/json',
    headers: message.headers,
    properties: {
      correlation_id: message.headers.id,
      reply_to: message.replyTo,
      delivery_mode: 2,
      delivery_info: { exchange: '', routing_key: queue },
      priority: message.priority ?? 0,
      body_encoding: 'base64',
      delivery_tag: deliveryTag,
    },
  });

/** The same for remote control: the body is the command, the headers say until when it is of use. */
export const toControlEnvelope = ({
  command,
  exchange,
  deliveryTag,
  expiresAtS,
}: {
  command: WireValue;
  exchange: string;
  deliveryTag: string;
  expiresAtS: number;
}): string =>
  JSON.stringify({
    body: Buffer.from(writeJson(command), 'utf8').toString('base64'),
    'content-encoding': 'utf-8',
    'content-type': 'application/json',
    headers: { clock: 1, expires: expiresAtS },
    properties: {
      delivery_mode: 2,
      delivery_info: { exchange, routing_key: '' },
      priority: 0,
      body_encoding: 'base64',
      delivery_tag: deliveryTag,
    },
  });

/** Reads an item of a list, or a message of a channel; undefined when it is no envelope. Never throws. */
export const parseEnvelope = (item: string): WireMessage | undefined => {
  try {
    return toWireMessage(parseJson(item));
  } catch {
    return undefined;
  }
};

/** Reads an envelope that is parsed already, as in the hash of unacknowledged messages. */
export const toWireMessage = (value: WireValue | undefined): WireMessage | undefined => {
  const envelope = object(value);
  const body = text(envelope?.['body']);
  if (envelope === undefined || body === undefined) return undefined;
  const properties = object(envelope['properties']) ?? {};
  return {
    headers: object(envelope['headers']) ?? {},
    contentType: text(envelope['content-type']),
    contentEncoding: text(envelope['content-encoding']),
    body: Buffer.from(body, properties['body_encoding'] === 'base64' ? 'base64' : 'utf8'),
    correlationId: text(properties['correlation_id']),
    replyTo: text(properties['reply_to']),
    priority: integer(properties['priority']),
    redelivered: object(envelope['headers'])?.['redelivered'] === true,
  };
};
