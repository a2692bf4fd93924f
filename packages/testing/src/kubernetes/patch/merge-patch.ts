import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import { isJsonObject } from '../../openapi/json.ts';

/** What a JSON merge patch (RFC 7396) makes of a value. */
export const mergePatched = (value: JsonValue | undefined, patch: JsonValue): JsonValue => {
  if (!isJsonObject(patch)) return patch;
  const merged: JsonObject = isJsonObject(value) ? { ...value } : {};
  for (const [field, inner] of Object.entries(patch))
    if (inner === null) delete merged[field];
    else merged[field] = mergePatched(merged[field], inner);
  return merged;
};
