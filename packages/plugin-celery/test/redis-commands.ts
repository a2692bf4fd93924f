import { parseEnvelope } from '../src/broker/redis/envelope.ts';
import { object, text } from '../src/protocol/field.ts';
import { parseJson } from '../src/protocol/parse-json.ts';

/** Reads what a client says to Redis off the pieces of one connection, in the words of the connection's `readerCommands`. */
export const redisCommands = (): ((piece: Buffer) => readonly string[]) => {
  let unread = '';
  return (piece) => {
    // One character for each byte, because lengths count bytes.
    unread += piece.toString('latin1');
    const words: string[] = [];
    for (let next = readCommand(unread); next !== undefined; next = readCommand(unread)) {
      words.push(wordOf(next.command));
      unread = unread.slice(next.length);
    }
    return words;
  };
};

/** The first command of a text, such as `*2`, `$3`, `GET`, `$1`, `k`, each on a line; undefined while it is not complete. */
const readCommand = (unread: string): { readonly command: readonly string[]; readonly length: number } | undefined => {
  const head = /^\*(\d+)\r\n/.exec(unread);
  if (head === null) return undefined;
  const command: string[] = [];
  let at = head[0].length;
  for (let left = Number(head[1]); left > 0; left -= 1) {
    const size = /^\$(\d+)\r\n/.exec(unread.slice(at, at + 16));
    if (size === null) return undefined;
    const start = at + size[0].length;
    at = start + Number(size[1]) + 2;
    if (at > unread.length) return undefined;
    command.push(unread.slice(start, at - 2));
  }
  return { command, length: at };
};

/** Some names alone do not tell: PUBLISH asks workers or orders them about, DEL tidies up an own list or purges a queue. */
const wordOf = ([given = '', ...parts]: readonly string[]): string => {
  const name = given.toUpperCase();
  if (name === 'PUBLISH') return `PUBLISH ${methodOf(parts[1] ?? '')}`;
  const keys = keysOf[name]?.(parts);
  const place = keys === undefined ? undefined : placeOf(keys);
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
  if (keys.every((key) => key === '_kombu.binding.reply.celery.pidbox')) return '_kombu.binding.reply.celery.pidbox';
  return keys.every((key) => /^[0-9a-f-]{36}\.reply\.celery\.pidbox$/.test(key)) ? '*.reply.celery.pidbox' : undefined;
};

const methodOf = (message: string): string => {
  const envelope = parseEnvelope(message);
  if (envelope === undefined) return 'something else';
  return text(object(parseJson(Buffer.from(envelope.body).toString('utf8')))?.['method']) ?? 'something else';
};
