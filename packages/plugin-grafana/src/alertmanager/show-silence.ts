import * as z from 'zod';
import { showMatcher } from './matcher.ts';
import type { Place } from './place.ts';
import { matchersOf } from './read-silences.ts';
import type { Silence } from './schemas.ts';

/** A silence as tools answer it. */
export const shownSilence = z.object({
  silence_id: z.string(),
  alertmanager: z.string(),
  state: z.string(),
  matchers: z.array(z.string()),
  starts_at: z.string(),
  ends_at: z.string(),
  created_by: z.string(),
  comment: z.string(),
});

export const showSilence = ({ place, silence }: { place: Place; silence: Silence }): z.output<typeof shownSilence> => ({
  silence_id: silence.id,
  alertmanager: place.uid,
  state: silence.status.state,
  matchers: matchersOf(silence).map(showMatcher),
  starts_at: new Date(silence.startsAt).toISOString(),
  ends_at: new Date(silence.endsAt).toISOString(),
  created_by: silence.createdBy ?? '',
  comment: silence.comment ?? '',
});
