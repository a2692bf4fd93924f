import { unzipSync } from 'node:zlib';
import type { Embed, QueuedTask, TaskBody, WireMessage } from './message.ts';
import { parseJson } from './parse-json.ts';
import { integer, list, number, object, text } from './field.ts';
import { parseTime } from './time.ts';
import type { WireValue } from './wire-value.ts';
import { isWireObject } from './wire-value.ts';

/** A small message may unpack to gigabytes. */
const maxUnpackedBytes = 16 * 1_024 * 1_024;

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
  const type = contentType ?? 'unknown';
  if (type !== 'application/json') return { readable: false, reason: 'serializer', kind: type, bytes };
  const compression = text(headers['compression']);
  const payload = compression === undefined ? body : unpack({ body, compression });
  if (payload === undefined) return { readable: false, reason: 'compression', kind: compression ?? '', bytes };
  const [args, kwargs, embed] = parsePayload({ payload, contentEncoding });
  if (!Array.isArray(args) || !isWireObject(kwargs)) return { readable: false, reason: 'malformed', kind: type, bytes };
  return { readable: true, args, kwargs, embed: parseEmbed(embed), bytes };
};

/** Unpacks what every kombu can pack. Undefined for other compressions, broken ones, and those that would grow without bounds. */
const unpack = ({ body, compression }: { body: Uint8Array; compression: string }): Uint8Array | undefined => {
  if (compression !== 'application/x-gzip') return undefined;
  try {
    // Kombu's gzip is zlib's own format.
    return unzipSync(body, { maxOutputLength: maxUnpackedBytes });
  } catch {
    return undefined;
  }
};

const parsePayload = ({
  payload,
  contentEncoding,
}: {
  payload: Uint8Array;
  contentEncoding: string | undefined;
}): readonly WireValue[] => {
  try {
    const decoder = new TextDecoder(contentEncoding ?? 'utf-8', { fatal: true });
    return list(parseJson(decoder.decode(payload))) ?? [];
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
