import type { JsonValue } from '@lineclear/core/plugin';
import * as z from 'zod';

const selector = z.object({
  filters: z.array(z.object({ name: z.string(), value: z.string(), type: z.enum(['=', '!=', '=~', '!~']).default('=') })),
});

/** `[{ filters: [{ name, type, value }] }]` as selectors; what has another shape stays for the schema to judge. */
export const selectorsFrom = (matches: JsonValue): JsonValue => {
  const parsed = z.array(selector).safeParse(matches);
  if (!parsed.success) return matches;
  return parsed.data.map(
    ({ filters }) => `{${filters.map(({ name, type, value }) => name + type + JSON.stringify(value)).join(',')}}`,
  );
};
