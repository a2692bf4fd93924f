import type { JsonObject, JsonValue } from '@lineclear/core/plugin';

/**
 * Arguments under today's names. Where several old names mean the same, the first that is given counts; others stay as they are. Moments
 * were numbers too, and are text today.
 */
export const renameArguments =
  (names: Readonly<Record<string, string>>) =>
  (args: JsonObject): JsonObject => {
    const renamed = new Map<string, JsonValue>();
    for (const [name, value] of Object.entries(args)) {
      const today = Object.hasOwn(names, name) ? (names[name] ?? name) : name;
      const isMoment = (today === 'start' || today === 'end') && typeof value === 'number';
      if (!renamed.has(today)) renamed.set(today, isMoment ? String(value) : value);
    }
    return Object.fromEntries(renamed);
  };

/** What every tool that asks a datasource in a range of time has been called with. */
export const queryArguments = {
  datasourceUid: 'datasource_uid',
  startTime: 'start',
  startRfc3339: 'start',
  endTime: 'end',
  endRfc3339: 'end',
} as const;
