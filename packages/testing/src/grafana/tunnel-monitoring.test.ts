import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { alertmanagerBinary } from '../services/alertmanager.ts';
import { skipWithout } from '../services/binary.ts';
import { prometheusBinary } from '../services/prometheus.ts';
import { ask } from '../tasker/test/ask.ts';
import { startTunnelMonitoring } from './tunnel-monitoring.ts';
import { isJsonObject } from '../openapi/json.ts';

const rules = JSON.stringify({
  groups: [
    {
      name: 'tunnel',
      rules: [
        {
          alert: 'TunnelBreakerOpen',
          expr: 'tunnel_circuit_breaker_state == 2',
          labels: { severity: 'critical' },
          annotations: { summary: 'open' },
        },
      ],
    },
  ],
});

describe.skipIf(skipWithout(prometheusBinary) || skipWithout(alertmanagerBinary))('the monitoring of the tunnel', () => {
  test('goes from the service to the alert, through Grafana, and looks like the real servers', async () => {
    const monitoring = await startTunnelMonitoring({ rules });
    onTestFinished(() => monitoring.close());
    const { grafana, service, alertmanager } = monitoring;
    const get = async (path: string) => (await ask(grafana.url + path)).json;
    const proxied = '/api/alertmanager/alertmanager/api/v2/alerts';
    expect(await get(proxied)).toEqual([]);

    service.setMode('failing');
    const alerts = await until(async () => {
      const found = await get(proxied);
      return Array.isArray(found) && found.length > 0 ? found : undefined;
    });
    expect(alerts).toMatchObject([{ labels: { alertname: 'TunnelBreakerOpen', severity: 'critical', job: 'tunnel' } }]);

    grafana.world.setRuleState('tunnel-down', { state: 'Alerting', labels: { job: 'tunnel' } });
    const own = await get('/api/alertmanager/grafana/api/v2/alerts');
    expect(shapeOf(own)).toEqual(shapeOf(alerts));

    const silence = {
      matchers: [{ name: 'alertname', value: 'x', isRegex: false, isEqual: true }],
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + 600_000).toISOString(),
      createdBy: 'ann',
      comment: 'known',
    };
    for (const url of [`${alertmanager?.url ?? ''}/api/v2`, `${grafana.url}/api/alertmanager/grafana/api/v2`]) {
      expect(Object.keys((await ask(`${url}/silences`, { method: 'POST', json: silence })).json as object)).toEqual([
        'silenceID',
      ]);
    }
    expect(shapeOf(await get('/api/alertmanager/grafana/api/v2/silences'))).toEqual(
      shapeOf(await get('/api/alertmanager/alertmanager/api/v2/silences')),
    );

    const real = firstRule(await get('/api/prometheus/prometheus/api/v1/rules'));
    const simulated = firstRule(await get('/api/prometheus/grafana/api/v1/rules'));
    // Grafana adds fields of its own to those of Prometheus.
    expect(Object.keys(simulated)).toEqual(expect.arrayContaining(Object.keys(real)));
  });
});

test('starts without the servers that are not installed, and says how to get them', async () => {
  const path = process.env['PATH'];
  process.env['PATH'] = '/nowhere';
  onTestFinished(() => {
    process.env['PATH'] = path;
  });
  const started = await startTunnelMonitoring({ leaveOutMissing: true });
  onTestFinished(() => started.close());
  expect(started.missing).toEqual([
    'prometheus-alertmanager is not installed. Install it with: apt-get install -y prometheus-alertmanager',
    'prometheus is not installed. Install it with: apt-get install -y prometheus',
  ]);
  const datasources = (await ask(`${started.grafana.url}/api/datasources`)).json;
  expect(datasources).toMatchObject([{ uid: 'loki' }]);
});

const until = async <Value>(find: () => Promise<Value | undefined>): Promise<Value> => {
  for (let tries = 0; tries < 400; tries += 1) {
    const found = await find();
    if (found !== undefined) return found;
    await sleep(100);
  }
  throw new Error('It was not found.');
};

/** The types of a value; of lists that of the first item. Labels and annotations are free. */
const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (!isJsonObject(value)) return typeof value;
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((name) => [name, ['labels', 'annotations'].includes(name) ? 'free' : shapeOf(value[name])]),
  );
};

const firstRule = (answer: unknown): object => {
  const { data } = answer as { data: { groups: { rules: object[] }[] } };
  return data.groups[0]?.rules[0] ?? {};
};
