import { LineclearError, type Preview, quoted } from '@lineclear/core/plugin';
import type { GrafanaReader } from '../client/grafana-reader.ts';
import { counted } from '../schemas/counted.ts';
import { showSpan } from '../time/show-span.ts';
import { fitsEmpty, isWide, type Matcher, parseMatcher, showMatcher } from './matcher.ts';
import { onePlace, type Place } from './place.ts';
import { nameOf, publicLabels, readAlerts, stateOf } from './read-alerts.ts';
import { matchersOf, readSilences } from './read-silences.ts';
import type { Alert, Silence } from './schemas.ts';
import { silenceTimes } from './silence-times.ts';

/** A silence as a caller asks for it. */
export interface SilenceRequest {
  readonly alertmanager?: string | undefined;
  readonly matchers: readonly string[];
  readonly start: string;
  readonly end: string;
  readonly comment: string;
}

/** Where it is created, and the silence with the same matchers that is there already. Which alerts fire moves by itself. */
export interface SilenceGuard {
  readonly alertmanager: string;
  readonly same_silence: string | null;
}

/** Beyond this a silence is longer than anybody remembers it. */
const longMs = 24 * 3_600_000;
const shownAlerts = 10;

/** What a silence would keep from whom: the alerts that it fits now, until when, and whether it is wider or longer than usual. */
export const previewSilence = async ({
  request,
  principal,
  profile,
  nowMs,
  reader,
  signal,
}: {
  request: SilenceRequest;
  principal: string;
  profile: string;
  nowMs: number;
  reader: GrafanaReader;
  signal: AbortSignal;
}): Promise<Preview<SilenceGuard>> => {
  const matchers = checkedMatchers(request.matchers);
  const { startsAtMs, endsAtMs } = silenceTimes({ ...request, nowMs });
  const place = await onePlace({ uid: request.alertmanager, reader, signal });
  const [fitting, all, silences] = await Promise.all([
    readAlerts({ place, matchers, reader, signal }),
    readAlerts({ place, matchers: [], reader, signal }),
    readSilences({ place, reader, signal }),
  ]);
  const same = silences.find((silence) => silence.status.state !== 'expired' && hasMatchers({ silence, matchers }));
  const isEverything = matchers.every(isWide);
  const isLong = endsAtMs - startsAtMs > longMs;
  const shown = matchers.map(showMatcher);
  const span = showSpan(endsAtMs - startsAtMs);
  return {
    description: `Silence ${shown.join(', ')} in ${placeName(place)} (${profile}) for ${span}: ${countedAlerts(fitting.length)} now.`,
    guard: { alertmanager: place.uid, same_silence: same?.id ?? null },
    changes: [
      ...shown.map((matcher) => `+ ${matcher}`),
      `from ${new Date(startsAtMs).toISOString()} until ${new Date(endsAtMs).toISOString()}`,
    ],
    details: {
      ends_at: new Date(endsAtMs).toISOString(),
      created_by: principal,
      comment: request.comment,
      alerts_now: fitting.slice(0, shownAlerts).map(shownAlert),
      ...(fitting.length > shownAlerts && { alerts_left_out: fitting.length - shownAlerts }),
      alerts_of_all: `${fitting.length} of ${all.length}`,
    },
    warnings: [
      ...(isEverything ? ['It may fit every alert, whatever it is: nobody will be told of anything.'] : []),
      ...(!isEverything && all.length > 1 && fitting.length === all.length
        ? [`It fits all ${all.length} alerts that there are now.`]
        : []),
      ...(isLong ? [`It lasts ${span}, longer than a day: new alerts that it fits go unheard until then.`] : []),
      ...(fitting.length === 0 ? ['It fits no alert that there is now. Compare the matchers with list_alerts.'] : []),
      ...(same === undefined
        ? []
        : [`Silence ${quoted(same.id)} has the same matchers and lasts until ${new Date(same.endsAt).toISOString()}.`]),
    ],
    ...((isEverything || isLong) && { risk: 'destructive' as const }),
  };
};

/** The matchers, where they make a silence. Throws `invalid_input`. */
export const checkedMatchers = (texts: readonly string[]): readonly Matcher[] => {
  const matchers = texts.map(parseMatcher);
  if (!matchers.every(fitsEmpty)) return matchers;
  throw new LineclearError('invalid_input', 'These matchers fit alerts that have none of the labels, and so every alert.', {
    hint: 'Name at least one label that has to be there, such as alertname="TunnelDown" or severity=~".+".',
    details: { reason: 'matchers_fit_everything' },
  });
};

/** Whether a silence has exactly these matchers, in whatever order. */
export const hasMatchers = ({ silence, matchers }: { silence: Silence; matchers: readonly Matcher[] }): boolean => {
  const textOf = (list: readonly Matcher[]) => list.map(showMatcher).toSorted().join('\n');
  return textOf(matchersOf(silence)) === textOf(matchers);
};

export const placeName = ({ uid, datasource }: Place): string =>
  datasource === undefined ? "Grafana's Alertmanager" : `the Alertmanager ${quoted(uid)}`;

export const shownAlert = (alert: Alert) => ({
  name: nameOf(alert),
  labels: publicLabels(alert),
  since: new Date(alert.startsAt).toISOString(),
  state: stateOf(alert),
});

export const countedAlerts = (count: number): string => counted({ count, one: 'alert' });
