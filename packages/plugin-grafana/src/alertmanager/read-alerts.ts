import type { GrafanaReader } from '../client/grafana-reader.ts';
import { type Matcher, showMatcher } from './matcher.ts';
import { type Place, readerAt } from './place.ts';
import { type Alert, alertsAnswer } from './schemas.ts';

/** The alerts of one Alertmanager that fit all matchers, silenced and inhibited ones too. The server itself does the matching. */
export const readAlerts = async ({
  place,
  matchers,
  reader,
  signal,
}: {
  place: Place;
  matchers: readonly Matcher[];
  reader: GrafanaReader;
  signal: AbortSignal;
}): Promise<readonly Alert[]> =>
  (await readerAt({ place, reader })('/alerts', { query: { filter: matchers.map(showMatcher) }, signal })).json(alertsAnswer);

/** What stands between an alert and its receivers. */
export const stateOf = ({ status }: Alert): 'active' | 'silenced' | 'inhibited' => {
  if (status.silencedBy.length > 0) return 'silenced';
  return status.inhibitedBy.length > 0 ? 'inhibited' : 'active';
};

/** The labels for people: Grafana's own ones, such as `__alert_rule_uid__`, are told apart. */
export const publicLabels = ({ labels }: Pick<Alert, 'labels'>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(labels).filter(([name]) => !/^__.*__$/.test(name)));

export const nameOf = ({ labels }: Pick<Alert, 'labels'>): string => labels['alertname'] ?? '';
