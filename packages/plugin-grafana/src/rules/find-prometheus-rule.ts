import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { PrometheusClient } from '../prometheus/prometheus-client.ts';

/** The alerting rule of a Prometheus with this name, and where it stands; `not_found` says where the names are. */
export const findPrometheusRule = async ({
  name,
  source,
  client,
  signal,
}: {
  name: string;
  /** The uid of the datasource, for the refusal. */
  source: string;
  client: PrometheusClient;
  signal: AbortSignal;
}) => {
  const groups = await client.rules({ type: 'alert', signal });
  const all = groups.flatMap(({ name: group, interval, rules }) => rules.map((rule) => ({ rule, group, intervalS: interval })));
  const found = all.find(({ rule }) => rule.name === name && rule.type === 'alerting');
  if (found !== undefined) return found;
  throw new LineclearError('not_found', `${quoted(source)} has no alert rule ${quoted(name)}.`, {
    hint: 'Find its title with list_alert_rules.',
    details: { reason: 'alert_rule' },
  });
};
