import { definePlugin } from '@lineclear/core/plugin';
import { startPlugin } from '@lineclear/testing';
import { startGrafanaSandbox } from '@lineclear/testing/grafana';
import { expect, onTestFinished, test } from 'vitest';
import { listLokiLabelNames } from './list-loki-label-names.ts';

const plugin = definePlugin({
  id: 'grafana',
  title: 'Grafana',
  version: '1.0.0',
  toolsets: { loki: { title: 'Loki', use: 'Read logs.' } },
  tools: [listLokiLabelNames],
});

test.each(['proxy', 'resources'] as const)('Loki is reached where the way %s is closed', async (closed) => {
  const sandbox = await startGrafanaSandbox({ seed: 'tunnel' });
  sandbox.world.breakWay(closed, 403);
  const connections = { grafana: { grafana: { url: sandbox.url, token: 'glsa_simulated' } } };
  const { callTool, close } = await startPlugin({ plugin, connections });
  onTestFinished(async () => {
    await close();
    await sandbox.close();
  });
  expect(await callTool('list_loki_label_names', {})).toMatchObject({ labels: expect.arrayContaining(['service']) });
  expect(sandbox.violations).toEqual([]);
});
