import type { JsonObject, JsonValue } from '@lineclear/core/plugin';

/** An answer that used to be a list or a text alone. Structured answers are objects, and `result` is where clients look for anything else. */
export const bare = (value: JsonValue | undefined): JsonObject => ({ result: value ?? null });
