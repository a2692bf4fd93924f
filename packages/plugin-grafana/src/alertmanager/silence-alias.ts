import type { Alias, JsonValue } from '@lineclear/core/plugin';
import * as z from 'zod';
import { showMatcher } from './matcher.ts';

/** The shape of Alertmanager's own API: matchers as objects, `startsAt` and `endsAt`; or a `duration` instead of an end. */
export const silenceAlias = (name: string): Alias => ({
  name,
  // The author is always the caller.
  input: ({ matchers, startsAt, endsAt, duration, ...rest }) => ({
    ...Object.fromEntries(Object.entries(rest).filter(([field]) => field !== 'createdBy' && field !== 'created_by')),
    ...(matchers !== undefined && { matchers: Array.isArray(matchers) ? matchers.map(toText) : matchers }),
    ...(startsAt !== undefined && { start: startsAt }),
    ...(endsAt !== undefined && { end: endsAt }),
    ...(typeof duration === 'string' && { end: `now+${duration}` }),
  }),
});

// What is no matcher stays what it is, and is refused by the tool's own check.
const toText = (given: JsonValue): JsonValue => {
  const { success, data: matcher } = matcherObject.safeParse(given);
  return success ? showMatcher(matcher) : given;
};

const matcherObject = z.object({
  name: z.string(),
  value: z.string(),
  isRegex: z.boolean().default(false),
  isEqual: z.boolean().default(true),
});
