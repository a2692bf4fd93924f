import type { Log } from '../plugin/context.ts';
import type { Redactor } from './redactor.ts';

type Level = keyof Log;

/** A log that hides every profile's secrets, in fields, errors and messages alike. */
export const redactingLog = ({ log, redactor }: { log: Log; redactor: Redactor }): Log => {
  const at =
    (level: Level) =>
    (fields: object, message: string): void =>
      log[level](redactor.value(withPlainErrors(fields)), redactor.text(message));
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
};

// An Error's own text is not enumerable: copied field by field it would be lost, and logged whole it would pass by the redactor.
const withPlainErrors = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value instanceof Error ? plainError(value) : value]));

const plainError = (error: Error): object => ({
  name: error.name,
  message: error.message,
  ...('code' in error ? { code: error.code } : {}),
  stack: error.stack,
  ...(error.cause instanceof Error ? { cause: plainError(error.cause) } : {}),
});
