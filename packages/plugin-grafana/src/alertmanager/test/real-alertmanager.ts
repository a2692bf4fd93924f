import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { alertmanagerBinary, startService } from '@lineclear/testing';

export interface RealAlertmanager {
  readonly url: string;
  /** Fires alerts, as Prometheus does. */
  fire(...alerts: readonly Readonly<Record<string, string>>[]): Promise<void>;
  /** What the server itself says. */
  ask(path: string): Promise<unknown>;
  readonly stop: () => Promise<void>;
}

/** A real Alertmanager with a tree of routes, and warnings that critical alerts of the same service inhibit. */
export const startRealAlertmanager = async (): Promise<RealAlertmanager> => {
  const service = await startService({
    binary: alertmanagerBinary,
    prepare: ({ folder }) => writeFile(join(folder, 'alertmanager.yml'), configuration),
    args: ({ port, folder }) => [
      `--config.file=${join(folder, 'alertmanager.yml')}`,
      `--storage.path=${join(folder, 'silences')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    ready: { kind: 'http', path: '/-/ready' },
  });
  const url = `http://127.0.0.1:${service.port}`;
  return {
    url,
    stop: () => service.stop(),
    ask: async (path) => (await fetch(`${url}/api/v2${path}`)).json(),
    fire: async (...alerts) => {
      const body = JSON.stringify(alerts.map((labels) => ({ labels, annotations: { summary: `About ${labels['alertname']}` } })));
      const answer = await fetch(`${url}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
  };
};

const configuration = `route:
  receiver: nobody
  group_by: [alertname]
  routes:
    - receiver: 'on call: all'
      matchers: ['severity="critical"', 'team=~"edge|core"']
      continue: true
      group_wait: 10s
      routes:
        - receiver: hook
          match: { job: tunnel }
          mute_time_intervals: [nights]
    - receiver: hook
      match_re: { service: 'web.*' }
receivers:
  - name: nobody
  - name: 'on call: all'
  - name: hook
    webhook_configs: [{ url: 'http://127.0.0.1:9/simulated-secret' }]
inhibit_rules:
  - source_matchers: ['severity="critical"']
    target_matchers: ['severity="warning"']
    equal: [service]
time_intervals:
  - name: nights
    time_intervals: [{ times: [{ start_time: '22:00', end_time: '24:00' }] }]
`;
