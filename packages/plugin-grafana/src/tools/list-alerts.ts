import * as z from 'zod';
import { askAll } from '../client/ask-all.ts';
import { parseMatcher } from '../alertmanager/matcher.ts';
import { wantedPlaces } from '../alertmanager/place.ts';
import { nameOf, publicLabels, readAlerts, stateOf } from '../alertmanager/read-alerts.ts';
import { needsAlertmanager } from '../alertmanager/needs-alertmanager.ts';
import { grafana } from '../connection.ts';
import { counted } from '../schemas/counted.ts';
import { parseTime } from '../time/parse-time.ts';

export const listAlerts = grafana.read({
  name: 'list_alerts',
  title: 'List alerts',
  toolset: 'alerting',
  offered: needsAlertmanager,
  description:
    'List firing alerts of Grafana and Alertmanager, newest first, with what silences them. Use list_alert_rules for pending and normal rules.',
  input: z.strictObject({
    alertmanager: z.string().optional().describe('grafana or a uid; default all'),
    matchers: z.array(z.string()).max(20).default([]).describe('severity="critical"'),
    state: z.enum(['active', 'silenced', 'inhibited']).optional().describe('Default all'),
    receiver: z.string().optional().describe('Who is told'),
    since: z.string().optional().describe('Began after: now-1h'),
    limit: z.int().min(1).max(200).default(50).describe('At most'),
  }),
  output: z.object({
    alerts: z.array(
      z.object({
        alertmanager: z.string(),
        name: z.string(),
        state: z.enum(['active', 'silenced', 'inhibited']),
        since: z.string(),
        labels: z.record(z.string(), z.string()),
        annotations: z.record(z.string(), z.string()),
        receivers: z.array(z.string()),
        silenced_by: z.array(z.string()),
        inhibited_by: z.array(z.string()),
        fingerprint: z.string(),
        rule_uid: z.string().optional(),
      }),
    ),
    left_out: z.int(),
    states: z.object({ active: z.int(), silenced: z.int(), inhibited: z.int() }),
    unavailable: z.array(z.object({ uid: z.string(), code: z.string() })).optional(),
    hints: z.array(z.string()).optional(),
  }),
  async run({ input, reader, clock, signal }) {
    const matchers = input.matchers.map(parseMatcher);
    const sinceMs = input.since === undefined ? undefined : parseTime({ text: input.since, field: 'since', nowMs: clock.now() });
    const places = await wantedPlaces({ uid: input.alertmanager, reader, signal });
    const { found, unavailable } = await askAll({
      targets: places,
      ask: (place) => readAlerts({ place, matchers, reader, signal }),
    });
    const fitting = found
      .flatMap(({ target: place, answer }) => answer.map((alert) => ({ place, alert, state: stateOf(alert) })))
      .filter(
        ({ alert, state }) =>
          (input.state === undefined || state === input.state) &&
          (input.receiver === undefined || alert.receivers.some(({ name }) => name === input.receiver)) &&
          (sinceMs === undefined || Date.parse(alert.startsAt) >= sinceMs),
      )
      .toSorted((one, other) => Date.parse(other.alert.startsAt) - Date.parse(one.alert.startsAt));
    const countOf = (wanted: string) => fitting.filter(({ state }) => state === wanted).length;
    return {
      alerts: fitting.slice(0, input.limit).map(({ place, alert, state }) => ({
        alertmanager: place.uid,
        name: nameOf(alert),
        state,
        since: new Date(alert.startsAt).toISOString(),
        labels: publicLabels(alert),
        annotations: shortened(alert.annotations),
        receivers: alert.receivers.map(({ name }) => name),
        silenced_by: alert.status.silencedBy,
        inhibited_by: alert.status.inhibitedBy,
        fingerprint: alert.fingerprint,
        ...(alert.labels['__alert_rule_uid__'] !== undefined && { rule_uid: alert.labels['__alert_rule_uid__'] }),
      })),
      left_out: Math.max(0, fitting.length - input.limit),
      states: { active: countOf('active'), silenced: countOf('silenced'), inhibited: countOf('inhibited') },
      ...(unavailable.length > 0 && { unavailable }),
      ...(fitting.length === 0 && { hints: hintsFor(input) }),
    };
  },
});

const longestAnnotation = 500;

const shortened = (annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(annotations).map(([name, text]) => [
      name,
      text.length <= longestAnnotation
        ? text
        : `${text.slice(0, longestAnnotation).toWellFormed()}… (${counted({ count: text.length - longestAnnotation, one: 'more character' })})`,
    ]),
  );

const hintsFor = ({
  matchers,
  state,
  receiver,
  since,
}: {
  matchers: readonly string[];
  state?: string | undefined;
  receiver?: string | undefined;
  since?: string | undefined;
}): readonly string[] => [
  matchers.length > 0 || state !== undefined || receiver !== undefined || since !== undefined
    ? 'No alert fits all filters; leave some of them out.'
    : 'Nothing fires now.',
  'list_alert_rules shows rules that are pending, and those that cannot be evaluated.',
];
