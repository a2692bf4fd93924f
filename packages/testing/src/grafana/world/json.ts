import type { JsonObject } from '@lineclear/core/plugin';

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Any JSON value as plain JSON of its own, so that no caller changes what is stored. */
export const copyOf = <Value>(value: Value): Value => structuredClone(value);
