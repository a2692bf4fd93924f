import type { JsonObject } from '@lineclear/core/plugin';
import { Refusal } from '../../http/refusal.ts';

/** The older error shape: a message, sometimes with a machine-readable status. */
export const refuse = (status: number, message: string, fields: JsonObject = {}): Refusal =>
  new Refusal({ status, json: { message, ...fields } });

/** The newer error shape, with the id of the message. */
export const refusePublic = ({
  status,
  messageId,
  message,
  extra,
}: {
  status: number;
  messageId: string;
  message: string;
  extra?: JsonObject;
}): Refusal => new Refusal({ status, json: { statusCode: status, messageId, message, ...(extra !== undefined && { extra }) } });

/** An error without a body, as the provisioning endpoints answer what they do not have. */
export const refuseEmpty = (status: number): Refusal => new Refusal({ status, text: '' });
