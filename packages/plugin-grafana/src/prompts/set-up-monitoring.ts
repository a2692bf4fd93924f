import { definePrompt, oneWriteAtATime, procedure, withWhatThereIs } from '@lineclear/core/plugin';
import * as z from 'zod';

export const setUpMonitoring = definePrompt({
  name: 'set_up_monitoring',
  title: 'Set up monitoring for a service',
  description: 'From the metrics of a service to its dashboards, alerts and guide; without Grafana, to a rule file.',
  args: z.object({ service: z.string().optional().describe('The service, or the job that Prometheus scrapes.') }),
  tools: [
    'list_datasources',
    'list_prometheus_targets',
    'list_prometheus_metric_names',
    'list_prometheus_metric_metadata',
    'query_prometheus',
  ],
  render: ({ args: { service } }) =>
    procedure({
      purpose: `Set up the monitoring of ${service === undefined ? 'a service that I name' : `"${service}"`} with me. ${oneWriteAtATime} ${withWhatThereIs}`,
      steps: [
        '`list_datasources`: which Prometheus is it? Ask me if there are several.',
        '`list_prometheus_targets`: is the service scraped, as which job? If not, say what has to be scraped and stop.',
        '`list_prometheus_metric_names` and `list_prometheus_metric_metadata`: which metrics does it have, of which type? Take their names and labels as they are; invent none.',
        'Choose few expressions: traffic, the share of errors, latency percentiles, saturation. `query_prometheus` runs each of them: one that yields nothing, or is the same whatever happens, is no use.',
        '`search_dashboards` and `list_alert_rules`: what is there already? Do not make it twice.',
        '`create_dashboard` for each of at most three dashboards (does it work, how fast is it, what fails), in one folder. `run_panel_query` afterwards: no panel may be empty.',
        '`create_alert_rule` for at most three alerts that somebody has to act on, each with a summary, a runbook_url and a link to its panel. The preview says whether it would fire now. Without Grafana: give me the same rules as a rule file for Prometheus.',
        '`list_contact_points` and `list_notification_policies`: who is told when they fire?',
        '`generate_deeplink` for each dashboard.',
      ],
      end: 'End with a guide that fits on a page: the links, what each metric counts, and for each alert what it means, what to look at and what to do.',
    }),
});
