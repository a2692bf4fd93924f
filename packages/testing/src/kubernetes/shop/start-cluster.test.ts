import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { at } from '../model/object.ts';
import { startCluster } from './start-cluster.ts';

test('a shop that runs, but for the newest worker', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lineclear-shop-'));
  const shop = await startCluster({ kubeconfig: join(folder, 'kubeconfig') });
  onTestFinished(async () => {
    await shop.close();
    await rm(folder, { recursive: true });
  });
  const { sandbox, kubeconfig } = shop;
  const config = JSON.parse(await readFile(kubeconfig, 'utf8'));
  expect(config).toMatchObject({ 'current-context': 'shop', clusters: [{ cluster: { server: sandbox.url } }] });
  const counts = sandbox.world
    .list('Deployment', 'shop')
    .map((one) => [one.metadata.name, at(one, 'status', 'readyReplicas'), at(one, 'status', 'updatedReplicas')]);
  expect(counts).toEqual([
    ['api', 2, 2],
    ['web', 3, 3],
    ['worker', 2, 1],
  ]);
  const answer = await fetch(`${sandbox.url}/api/v1/namespaces/shop/services/web:http/proxy/healthz`);
  expect(await answer.text()).toBe('ok\n');
});
