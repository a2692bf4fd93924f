import type { JsonValue } from '@lineclear/core/plugin';
import * as z from 'zod';
import { showMatcher } from './matcher.ts';

/** Matchers in one of their older shapes as text: `{ name, value, isRegex, isEqual }`, `{ name, type, value }`, `{ filters: [ … ] }`. What is none stays. */
export const matcherTexts = (given: JsonValue): JsonValue => (Array.isArray(given) ? given.flatMap(toTexts) : given);

const toTexts = (given: JsonValue): JsonValue[] => {
  const group = z.object({ filters: z.array(z.json()) }).safeParse(given);
  if (group.success) return group.data.filters.flatMap(toTexts);
  const typed = typedMatcher.safeParse(given);
  if (typed.success) {
    const { name, value, type } = typed.data;
    return [showMatcher({ name, value, isRegex: type.endsWith('~'), isEqual: type.startsWith('=') })];
  }
  const flagged = flaggedMatcher.safeParse(given);
  return [flagged.success ? showMatcher(flagged.data) : given];
};

const typedMatcher = z.object({ name: z.string(), value: z.string(), type: z.enum(['=', '!=', '=~', '!~']) });
const flaggedMatcher = z.object({
  name: z.string(),
  value: z.string(),
  isRegex: z.boolean().default(false),
  isEqual: z.boolean().default(true),
});
