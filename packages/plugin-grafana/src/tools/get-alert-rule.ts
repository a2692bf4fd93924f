import * as z from 'zod';
import { operationAliases } from '../aliases/operation-aliases.ts';
import { renameArguments } from '../aliases/rename-arguments.ts';
import { needsPrometheus } from '../prometheus/needs-prometheus.ts';
import { grafana } from '../connection.ts';
import { PrometheusClient } from '../prometheus/prometheus-client.ts';
import { findPrometheusRule } from '../rules/find-prometheus-rule.ts';
import { oneSource } from '../rules/one-source.ts';
import { readRule, readRuleStates } from '../rules/read-rules.ts';
import { showGrafanaRule, shownRule, showPrometheusRule } from '../rules/shown-rule.ts';

const uidArguments = renameArguments({ rule_uid: 'uid', ruleUid: 'uid', datasourceUid: 'datasource_uid' });

export const getAlertRule = grafana.read({
  name: 'get_alert_rule',
  title: 'Show an alert rule',
  toolset: 'alerting',
  offered: needsPrometheus,
  description: 'Show one alert rule: queries, state and instances. Use get_alert_history for how it stood before.',
  input: z.strictObject({
    uid: z.string().min(1).describe('Of a Prometheus rule its title'),
    datasource_uid: z.string().optional().describe('A Prometheus; default Grafana'),
  }),
  output: shownRule,
  aliases: [
    { name: 'mcp_grafana_get_alert_rule_by_uid', input: uidArguments },
    ...operationAliases({ tool: 'alerting_manage_rules', operations: ['get'], input: uidArguments }),
  ],
  async run({ input, reader, signal }) {
    const { uid, datasource } = await oneSource({ uid: input.datasource_uid, reader, signal });
    if (datasource === undefined) {
      const [rule, states] = await Promise.all([
        readRule({ uid: input.uid, reader, signal }),
        readRuleStates({ reader, signal }),
      ]);
      return showGrafanaRule({ rule, standing: states.find((standing) => standing.rule.uid === rule.uid) });
    }
    const client = new PrometheusClient(reader.target(datasource));
    const found = await findPrometheusRule({ name: input.uid, source: uid, client, signal });
    return showPrometheusRule({ ...found, source: uid });
  },
});
