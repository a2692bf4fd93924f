import { definePrompt, oneWriteAtATime, procedure, withWhatThereIs } from '@lineclear/core/plugin';
import * as z from 'zod';

export const monitorHosts = definePrompt({
  name: 'monitor_hosts',
  title: 'Set up monitoring of hosts',
  description: 'Give hosts and their services logs that rotate, metrics, dashboards and alerts that somebody can act on.',
  args: z.object({
    service: z.string().optional().describe('What is monitored, such as shop.'),
    hosts: z.string().optional().describe('Hosts of the profile, such as web-1 web-2.'),
  }),
  tools: ['host_package', 'host_service', 'host_upload'],
  render: ({ args: { service = 'the service', hosts } }) =>
    procedure({
      purpose: `Set up monitoring of ${service}${hosts === undefined ? '' : ` on ${hosts}`}. ${oneWriteAtATime} ${withWhatThereIs}`,
      steps: [
        'What is there? `host_list`, `host_service_status`, `host_query` for listening ports, and the data sources and alert rules of Grafana where it is connected. Do not install what runs already.',
        'Agree with me on what matters, with figures: availability, the time of an answer (p95 over 500 ms is a usual bound), errors, saturation; how long data is kept (30 days is usual); who is told.',
        'Logs: structured, one line each, with a rotation that cannot fill the disk. `host_upload` for its configuration; the preview shows the difference.',
        'Metrics: `host_package` for the exporter (the preview shows everything that comes with it), `host_upload` for its settings, `host_service` to enable and start it. It listens on loopback or a private network only.',
        '`port_check` and `http_check` of the metrics page. Nothing counts as set up before its data was seen.',
        'Dashboards and alert rules with the tools of Grafana. Each alert says what is wrong, how bad it is, and the first thing to do; one that asks for nothing is not made.',
        'Prove each alert: let its condition become true in staging, and see who was told.',
      ],
      end: 'End with what is measured on each host, where it is seen, who is told of what, and what nobody would notice yet.',
    }),
});
