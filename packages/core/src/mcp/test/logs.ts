import type { Log } from '../../plugin/context.ts';

const nothing = (): void => {};

export const silentLog: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** A log that keeps what it is told. */
export const keepingLog = (): Log & { readonly lines: { level: string; fields: object; message: string }[] } => {
  const lines: { level: string; fields: object; message: string }[] = [];
  const keep = (level: string) => (fields: object, message: string) => void lines.push({ level, fields, message });
  return { lines, debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') };
};
