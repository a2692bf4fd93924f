import type { JsonValue } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { IncidentLabel } from './incident.ts';

/** The key that the plugin gives to labels without one of their own. */
const plainKey = 'tags';

/**
 * A stored label as people read it. The plugin keeps the text of a label and drops the key that it is created with, so the text is
 * `component:tunnel`, and is taken apart here.
 */
export const showLabel = ({ key = plainKey, label }: { key?: string | undefined; label: string }): IncidentLabel => {
  const colon = label.indexOf(':');
  const isPair = colon > 0 && colon < label.length - 1 && (key === plainKey || key === '');
  if (isPair) return { key: label.slice(0, colon), value: label.slice(colon + 1), label };
  return { key: key === '' ? plainKey : key, value: label, label };
};

/** `{ key, label }` or `{ key, value }` as the one text that is kept; what has another shape stays for the schema to judge. */
export const labelText = (given: JsonValue): JsonValue => {
  const { success, data } = labelObject.safeParse(given);
  if (!success) return given;
  const text = data.value ?? data.label ?? '';
  return data.key === undefined || text.startsWith(`${data.key}:`) ? text : `${data.key}:${text}`;
};

const labelObject = z.object({ key: z.string().min(1).optional(), label: z.string().optional(), value: z.string().optional() });
