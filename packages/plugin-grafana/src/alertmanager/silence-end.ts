import { LineclearError, type Preview } from '@lineclear/core/plugin';
import type { GrafanaReader } from '../client/grafana-reader.ts';
import { counted } from '../schemas/counted.ts';
import type { Place } from './place.ts';
import { readAlerts } from './read-alerts.ts';
import { matchersOf } from './read-silences.ts';
import type { Silence } from './schemas.ts';
import { showSilence } from './show-silence.ts';
import { countedAlerts, placeName, shownAlert } from './silence-plan.ts';

/** Its last change. That a pending silence becomes active, or that an active one ends by itself, changes nothing of that. */
export interface EndGuard {
  readonly alertmanager: string;
  readonly updated_at: string;
}

const shownAlerts = 10;

/** What comes back when a silence ends: the alerts that nothing else silences. Refused with `conflict` for one that has ended. */
export const previewEnd = async ({
  place,
  silence,
  profile,
  reader,
  signal,
}: {
  place: Place;
  silence: Silence;
  profile: string;
  reader: GrafanaReader;
  signal: AbortSignal;
}): Promise<Preview<EndGuard>> => {
  const hasEnded = silence.status.state === 'expired';
  const shown = showSilence({ place, silence });
  const alerts = hasEnded ? [] : await readAlerts({ place, matchers: matchersOf(silence), reader, signal });
  const heard = alerts.filter(
    ({ status }) => status.silencedBy.every((id) => id === silence.id) && status.inhibitedBy.length === 0,
  );
  const stillSilent = alerts.length - heard.length;
  return {
    description: `End the silence of ${shown.matchers.join(', ')} in ${placeName(place)} (${profile}): ${countedAlerts(heard.length)} will be notified.`,
    guard: { alertmanager: place.uid, updated_at: silence.updatedAt ?? silence.endsAt },
    before: shown,
    changes: [`state: ${shown.state} → expired`, `ends_at: ${shown.ends_at} → now`],
    details: {
      alerts_heard_again: heard.slice(0, shownAlerts).map(shownAlert),
      ...(heard.length > shownAlerts && { alerts_left_out: heard.length - shownAlerts }),
    },
    warnings:
      stillSilent > 0
        ? [
            `${counted({ count: stillSilent, one: 'alert stays', many: 'alerts stay' })} silent: another silence or an inhibition covers them.`,
          ]
        : [],
    ...(hasEnded && { refusal: ended(shown.ends_at) }),
  };
};

const ended = (endsAt: string): LineclearError =>
  new LineclearError('conflict', `The silence has ended already (${endsAt}).`, {
    hint: 'Nothing is left to end. list_silences shows what is in force.',
    details: { reason: 'silence_has_ended' },
    effect: 'none',
  });
