import { object, text } from '../src/protocol/field.ts';
import { parseJson } from '../src/protocol/parse-json.ts';
import { parseEnvelope } from '../src/broker/redis/envelope.ts';

/**
 * What a command does, in the words of the connection's `readerCommands`. Some names alone do not tell: PUBLISH asks workers or orders
 * them about, DEL tidies up an own reply queue or purges one of tasks.
 */
export const commandWord = ([given = '', ...parts]: readonly string[]): string => {
  const name = given.toUpperCase();
  if (name === 'PUBLISH') return `PUBLISH ${methodOf(parts[1] ?? '')}`;
  const keys = keysOf[name]?.(parts);
  if (keys === undefined) return name;
  const place = placeOf(keys);
  return place === undefined ? name : `${name} ${place}`;
};

// The commands that a writer sends to other keys than a reader.
const keysOf: Readonly<Record<string, (parts: readonly string[]) => readonly string[]>> = {
  SADD: ([key = '']) => [key],
  SREM: ([key = '']) => [key],
  DEL: (keys) => keys,
  BRPOP: (parts) => parts.slice(0, -1),
};

const placeOf = (keys: readonly string[]): string | undefined => {
  if (keys.every((key) => key.endsWith('_kombu.binding.reply.celery.pidbox'))) return '_kombu.binding.reply.celery.pidbox';
  return keys.every((key) => /^[0-9a-f-]{36}\.reply\.celery\.pidbox$/.test(key)) ? '*.reply.celery.pidbox' : undefined;
};

const methodOf = (message: string): string => {
  const envelope = parseEnvelope(message);
  if (envelope === undefined) return 'something else';
  return text(object(parseJson(Buffer.from(envelope.body).toString('utf8')))?.['method']) ?? 'something else';
};
