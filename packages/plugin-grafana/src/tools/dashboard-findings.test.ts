import type { JsonObject } from '@lineclear/core/plugin';
import { prometheusBinary, skipWithout } from '@lineclear/testing';
import { grafanaFaults } from '@lineclear/testing/grafana';
import { describe, expect, test } from 'vitest';
import { useSeededPrometheus } from '../prometheus/test/start-tools.ts';
import { startSandboxed } from './test/start-dashboards.ts';

const panelOf = (expr: string, more: JsonObject = {}): JsonObject => ({
  title: 'P',
  type: 'timeseries',
  targets: [{ refId: 'A', datasource: { uid: 'prometheus' }, expr }],
  ...more,
});
const mistakesIn = (expr: string): JsonObject => ({ dashboard: { title: 'Checked', panels: [panelOf(expr)] } });

describe.skipIf(skipWithout(prometheusBinary))('the expressions of a dashboard in front of a real Prometheus', () => {
  const url = useSeededPrometheus();

  test('are compared with what it knows about the metrics', async () => {
    const { previewTool, sandbox } = await startSandboxed({ prometheus: url() });
    const found = async (): Promise<unknown> =>
      (await previewTool('create_dashboard', mistakesIn('rate(go_memstats_alloc_bytes[5m])')))['details'];
    // The metadata comes with the first scrape.
    await expect.poll(found, { timeout: 30_000, interval: 500 }).toMatchObject({
      expressions: [expect.objectContaining({ message: expect.stringContaining('gauge') })],
    });
    // What only makes the advice better is no reason to refuse a dashboard.
    sandbox.fail(grafanaFaults.status(502), { under: '/api/datasources/' });
    expect(await found()).toMatchObject({ expressions: [] });
  });
});

test('a preview of a large dashboard says what it leaves out', async () => {
  const { previewTool, confirmTool, sandbox } = await startSandboxed();
  sandbox.world.addDatasource({ uid: 'prometheus', name: 'Prometheus', type: 'prometheus', url: 'http://127.0.0.1:1' });
  const bad = 'rate(x_total{status="error"}[5m]) / rate(x_total[5m])';
  const panels = Array.from({ length: 300 }, (_, index) =>
    panelOf(bad, { title: `Panel ${index}`, type: 'graph', description: 'long '.repeat(200) }),
  );
  const given = { dashboard: { title: 'Large', panels } };
  const preview = await previewTool('create_dashboard', given);
  expect(preview).toMatchObject({
    changes: expect.arrayContaining([expect.stringMatching(/^… and \d+ more$/)]),
    warnings: expect.arrayContaining([expect.stringMatching(/^… and \d+ more in details\.$/)]),
    details: { findings_left_out: expect.any(Number) },
  });
  expect(JSON.stringify(preview).length).toBeLessThan(100_000);
  await confirmTool('create_dashboard', given);
  expect(sandbox.world.dashboard('large').json['panels']).toHaveLength(300);
});
