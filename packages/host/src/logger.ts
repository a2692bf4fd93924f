import type { Log } from '@lineclear/core/plugin';
import type { Logger } from 'pino';
import type { Output } from './surroundings.ts';

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** A log that ends: what waits is written before the process does. */
export interface HostLog extends Log {
  close(): Promise<void>;
}

/** The level that `LINECLEAR_LOG` asks for; the default for anything else. */
export const logLevelOf = ({ value, otherwise }: { value: string | undefined; otherwise: LogLevel }): LogLevel =>
  logLevels.find((level) => level === value?.toLowerCase()) ?? otherwise;

/**
 * Logs to a stream: JSON lines, or readable ones on a terminal. pino loads with the first line that passes the level,
 * because a server that has nothing to say should not pay for saying it.
 */
export const createLogger = ({ output, level, name }: { output: Output; level: LogLevel; name: string }): HostLog => {
  let logger: Logger | undefined;
  let opening: Promise<void> | undefined;
  const early: ((logger: Logger) => void)[] = [];
  const open = async (): Promise<void> => {
    const opened = await openLogger({ output, level, name });
    for (const line of early) line(opened);
    logger = opened;
  };
  const write = (lineLevel: LogLevel, fields: object, message: string): void => {
    if (logLevels.indexOf(lineLevel) < logLevels.indexOf(level)) return;
    if (logger !== undefined) {
      logger[lineLevel](fields, message);
      return;
    }
    early.push((opened) => opened[lineLevel](fields, message));
    opening ??= open();
  };
  return {
    debug: (fields, message) => write('debug', fields, message),
    info: (fields, message) => write('info', fields, message),
    warn: (fields, message) => write('warn', fields, message),
    error: (fields, message) => write('error', fields, message),
    close: async () => opening,
  };
};

const openLogger = async ({ output, level, name }: { output: Output; level: LogLevel; name: string }): Promise<Logger> => {
  const { default: pino } = await import('pino');
  const options = {
    name,
    level,
    redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[secret]' },
    // What the code calls a caught value; without a serializer an Error prints as {}.
    serializers: { error: pino.stdSerializers.err, failure: pino.stdSerializers.err, cause: pino.stdSerializers.err },
  };
  if (output.isTTY !== true) return pino(options, { write: (line) => void output.write(line) });
  const { prettyFactory } = await import('pino-pretty');
  const format = prettyFactory({ colorize: true, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname,name' });
  return pino(options, { write: (line) => void output.write(format(line)) });
};

// Core redacts the values that it knows; these names are hidden whatever their value.
const secretFields = ['token', 'password', 'passphrase', 'secret', 'authorization', 'api_key', 'apiKey', 'privateKey', 'cookie'];
