import type { AsyncMessage } from 'rabbitmq-client';
import { parseJson } from '../../protocol/parse-json.ts';
import type { WireValue } from '../../protocol/wire-value.ts';

/** The bytes of a message. The driver parses some contents where the sender named no encoding; those are written again. */
export const payloadOf = ({ body }: Pick<AsyncMessage, 'body'>): Uint8Array => {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
};

/** The JSON of a message; undefined when it is none. */
export const readJson = (message: Pick<AsyncMessage, 'body'>): WireValue | undefined => {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(payloadOf(message)));
  } catch {
    return undefined;
  }
};
