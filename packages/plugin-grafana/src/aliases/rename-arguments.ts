import type { JsonObject } from '@lineclear/core/plugin';

/** Arguments under today's names. Where several old names mean the same, the first that is given counts; others stay as they are. */
export const renameArguments =
  (names: Readonly<Record<string, string>>) =>
  (args: JsonObject): JsonObject => {
    const renamed: JsonObject = {};
    for (const [name, value] of Object.entries(args)) {
      const today = Object.hasOwn(names, name) ? (names[name] ?? name) : name;
      if (!Object.hasOwn(renamed, today)) renamed[today] = value;
    }
    return renamed;
  };

/** What every tool that asks a datasource in a range of time has been called with. */
export const queryArguments = {
  datasourceUid: 'datasource_uid',
  startTime: 'start',
  startRfc3339: 'start',
  endTime: 'end',
  endRfc3339: 'end',
} as const;
