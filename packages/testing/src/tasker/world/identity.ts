import type { JsonValue } from '@lineclear/core/plugin';
import type { Template } from '../model/records.ts';
import { canonical } from './json.ts';

/** With a key, the key and the template make the identity of a task; else its context and the template. */
export const identityOf = ({
  template,
  context,
  idempotencyKey,
}: {
  template: Template;
  context: JsonValue;
  idempotencyKey?: string | undefined;
}): string => `${template.uuid} ${idempotencyKey === undefined ? canonical(context) : `key ${idempotencyKey}`}`;
