import type { JsonValue } from '@lineclear/core/plugin';

/** An answer that used to be a list or a text alone. */
export const bare = (value: JsonValue | undefined): JsonValue => value ?? null;
