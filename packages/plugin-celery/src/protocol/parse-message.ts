import type { Embed, QueuedTask, TaskBody, WireMessage } from './message.ts';
import { parseJson } from './parse-json.ts';
import { integer, list, number, object, text } from './field.ts';
import { parseTime } from './time.ts';
import type { WireValue } from './wire-value.ts';
import { isWireObject } from './wire-value.ts';

/** Reads a protocol 2 task message; undefined for anything else. Never throws and never decodes what could run code. */
export const parseTaskMessage = (message: WireMessage): QueuedTask | undefined => {
  const { headers } = message;
  const taskId = text(headers['id']);
  const taskName = text(headers['task']);
  if (taskId === undefined || taskName === undefined) return undefined;
  const [hard, soft] = list(headers['timelimit']) ?? [];
  return {
    taskId,
    taskName,
    etaMs: parseTime(headers['eta']),
    expiresMs: parseTime(headers['expires']),
    retries: integer(headers['retries']) ?? 0,
    hardLimitS: number(hard),
    softLimitS: number(soft),
    rootId: text(headers['root_id']),
    parentId: text(headers['parent_id']),
    groupId: text(headers['group']),
    argsRepr: text(headers['argsrepr']),
    kwargsRepr: text(headers['kwargsrepr']),
    origin: text(headers['origin']),
    stamps: object(headers['stamps']) ?? {},
    replyTo: message.replyTo,
    priority: message.priority,
    redelivered: message.redelivered,
    body: parseBody(message),
  };
};

const parseBody = ({ headers, contentType, contentEncoding, body }: WireMessage): TaskBody => {
  const bytes = body.byteLength;
  const compression = text(headers['compression']);
  if (compression !== undefined) return { readable: false, reason: 'compression', kind: compression, bytes };
  const type = contentType ?? 'unknown';
  if (type !== 'application/json') return { readable: false, reason: 'serializer', kind: type, bytes };
  const [args, kwargs, embed] = parsePayload({ body, contentEncoding });
  if (!Array.isArray(args) || !isWireObject(kwargs)) return { readable: false, reason: 'malformed', kind: type, bytes };
  return { readable: true, args, kwargs, embed: parseEmbed(embed), bytes };
};

const parsePayload = ({ body, contentEncoding }: Pick<WireMessage, 'body' | 'contentEncoding'>): readonly WireValue[] => {
  try {
    const decoder = new TextDecoder(contentEncoding ?? 'utf-8', { fatal: true });
    return list(parseJson(decoder.decode(body))) ?? [];
  } catch {
    // An unknown encoding, broken characters or broken JSON: all of them a body that cannot be read.
    return [];
  }
};

const parseEmbed = (embed: WireValue | undefined): Embed => {
  const fields = object(embed) ?? {};
  return {
    callbacks: list(fields['callbacks']) ?? [],
    errbacks: list(fields['errbacks']) ?? [],
    chain: list(fields['chain']) ?? [],
    chord: fields['chord'] ?? null,
  };
};
