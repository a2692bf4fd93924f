import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { alertmanagerBinary, prometheusBinary, skipWithout, startService } from '@lineclear/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type RealAlertmanager, startRealAlertmanager } from '../alertmanager/test/real-alertmanager.ts';
import { startAlerting } from './test/start-alerting.ts';

const rules = `groups:
  - name: tunnel
    rules:
      - alert: TargetGone
        expr: up == 0
        labels: { severity: critical, team: edge }
        annotations: { summary: 'Nobody answers at {{ $labels.instance }}' }
`;

const startPrometheusThatAlerts = ({ alertmanager }: { alertmanager: string }) =>
  startService({
    binary: prometheusBinary,
    prepare: async ({ folder }) => {
      await writeFile(join(folder, 'rules.yml'), rules);
      const targets = `static_configs: [{ targets: ['${new URL(alertmanager).host}'] }]`;
      await writeFile(
        join(folder, 'prometheus.yml'),
        `global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: [rules.yml]
alerting: { alertmanagers: [{ ${targets} }] }
scrape_configs: [{ job_name: gone, static_configs: [{ targets: ['127.0.0.1:1'] }] }]
`,
      );
    },
    args: ({ port, folder }) => [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'tsdb')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    ready: { kind: 'http', path: '/-/ready' },
  });

describe.skipIf(skipWithout(prometheusBinary) || skipWithout(alertmanagerBinary))(
  'a real Prometheus that alerts a real Alertmanager',
  () => {
    let alertmanager: RealAlertmanager;
    let prometheus: Awaited<ReturnType<typeof startPrometheusThatAlerts>>;
    beforeAll(async () => {
      alertmanager = await startRealAlertmanager();
      prometheus = await startPrometheusThatAlerts({ alertmanager: alertmanager.url });
    });
    afterAll(async () => {
      await prometheus.stop();
      await alertmanager.stop();
    });

    test('an alert is seen with its receivers, silenced by its labels, and heard again', async () => {
      const { callTool, confirmTool } = await startAlerting({
        settings: { alertmanager: { url: alertmanager.url }, prometheus: { url: `http://127.0.0.1:${prometheus.port}` } },
      });
      const states = async () => (await callTool('list_alerts', { matchers: ['alertname="TargetGone"'] }))['states'];
      await expect.poll(states, { timeout: 60_000, interval: 250 }).toEqual({ active: 1, silenced: 0, inhibited: 0 });
      const { alerts } = await callTool('list_alerts');
      expect(alerts).toMatchObject([
        {
          name: 'TargetGone',
          labels: { severity: 'critical', team: 'edge', instance: '127.0.0.1:1' },
          annotations: { summary: 'Nobody answers at 127.0.0.1:1' },
          receivers: ['on call: all'],
        },
      ]);
      const { outcome } = await confirmTool('create_silence', {
        matchers: ['job="gone"', 'severity=~"crit.*"'],
        end: 'now+10m',
        comment: 'Known',
      });
      expect(outcome).toMatchObject({ effect: { alerts_silenced: 1 } });
      expect(await states()).toEqual({ active: 0, silenced: 1, inhibited: 0 });
      // The rule itself goes on firing: a silence is no repair.
      expect(await callTool('list_alert_rules')).toMatchObject({ rules: [{ title: 'TargetGone', state: 'firing' }] });
      const { silence_id } = z.object({ silence_id: z.string() }).parse(outcome['result']);
      await confirmTool('delete_silence', { silence_id });
      expect(await states()).toEqual({ active: 1, silenced: 0, inhibited: 0 });
    });
  },
);
