import * as z from 'zod';
import { renameArguments } from '../aliases/rename-arguments.ts';
import { needsPrometheus } from '../prometheus/needs-prometheus.ts';
import { grafana } from '../connection.ts';
import { PrometheusClient } from '../prometheus/prometheus-client.ts';
import { findPrometheusRule } from '../rules/find-prometheus-rule.ts';
import { oneSource } from '../rules/one-source.ts';
import { readGrafanaHistory } from '../rules/read-grafana-history.ts';
import { readPrometheusHistory } from '../rules/read-prometheus-history.ts';
import { readRule } from '../rules/read-rules.ts';
import { parseRange } from '../time/time-range.ts';

export const getAlertHistory = grafana.read({
  name: 'get_alert_history',
  title: 'Show the history of an alert rule',
  toolset: 'alerting',
  offered: needsPrometheus,
  description:
    'Show when the instances of one alert rule fired and recovered, newest first. Use get_alert_rule for how it stands now.',
  input: z.strictObject({
    uid: z.string().min(1).describe('Of a Prometheus rule its title'),
    datasource_uid: z.string().optional().describe('A Prometheus; default Grafana'),
    start: z.string().default('now-24h').describe('now-6h'),
    end: z.string().default('now').describe('now'),
    limit: z.int().min(1).max(500).default(100).describe('At most'),
  }),
  output: z.object({
    kept_by: z.enum(['state_history', 'annotations', 'prometheus']),
    changes: z.array(
      z.object({
        time: z.string(),
        from: z.string(),
        to: z.string(),
        labels: z.record(z.string(), z.string()).optional(),
        text: z.string().optional(),
        values: z.record(z.string(), z.number()).optional(),
        error: z.string().optional(),
      }),
    ),
    left_out: z.int(),
    resolution_seconds: z.number().optional().describe('By which times may be wrong'),
    hints: z.array(z.string()).optional(),
  }),
  aliases: [
    {
      name: 'mcp_grafana_get_alert_history',
      input: renameArguments({ rule_uid: 'uid', ruleUid: 'uid', datasourceUid: 'datasource_uid', from: 'start', to: 'end' }),
    },
  ],
  async run({ input, reader, clock, signal }) {
    const range = parseRange({ from: input.start, to: input.end, defaultFrom: 'now-24h', nowMs: clock.now() });
    const { uid: source, datasource } = await oneSource({ uid: input.datasource_uid, reader, signal });
    // A rule that does not exist has no history either, and Grafana does not say which it is.
    if (datasource === undefined) await readRule({ uid: input.uid, reader, signal });
    const client = datasource === undefined ? undefined : new PrometheusClient(reader.target(datasource));
    const { kept_by, changes, resolutionS } =
      client === undefined
        ? await readGrafanaHistory({ uid: input.uid, range, reader, signal })
        : await readPrometheusHistory({ name: input.uid, range, client, signal });
    // A rule that was taken out of its file still has a history; a name without one may be a mistake.
    if (client !== undefined && changes.length === 0) await findPrometheusRule({ name: input.uid, source, client, signal });
    return {
      kept_by,
      changes: changes
        .slice(0, input.limit)
        .map(({ timeMs, ...change }) => ({ time: new Date(timeMs).toISOString(), ...change })),
      left_out: Math.max(0, changes.length - input.limit),
      ...(resolutionS !== undefined && { resolution_seconds: resolutionS }),
      ...(changes.length === 0 && { hints: ['Its state did not change in this range; an earlier start may show more.'] }),
    };
  },
});
