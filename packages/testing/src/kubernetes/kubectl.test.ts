import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { skipWithout } from '../services/binary.ts';
import { endState } from './kubectl/end-state.ts';
import { kubectl, kubectlBinary } from './kubectl/run-kubectl.ts';
import { startKubernetesSandbox } from './sandbox.ts';
import { configMap, deployment, openCluster } from './test/open.ts';

describe.skipIf(skipWithout(kubectlBinary))('the real kubectl', () => {
  test('trusts the certificate, and is known by its own', async () => {
    const { sandbox } = await openCluster({
      tls: true,
      identities: {
        ada: { groups: ['developers'], rules: [{ verbs: ['get', 'list'], resources: ['configmaps'], namespaces: ['default'] }] },
        bot: { token: 'b0t', rules: [{ verbs: ['*'], resources: ['*'] }] },
      },
    });
    sandbox.world.put(configMap('known', { a: '1' }));
    const asAda = (...args: string[]) => kubectl({ args, sandbox, user: 'ada' });
    expect((await asAda('get', 'configmaps', '-o', 'name')).stdout).toBe('configmap/known\n');
    const refused = await asAda('delete', 'configmap', 'known');
    expect(refused.stderr).toContain('User "ada" cannot delete resource "configmaps" in API group "" in the namespace "default"');
    expect((await asAda('auth', 'can-i', 'delete', 'configmaps')).stdout).toBe('no\n');
    expect((await kubectl({ args: ['delete', 'configmap', 'known'], sandbox, user: 'bot' })).code).toBe(0);
    expect(sandbox.world.get('ConfigMap', 'known', 'default')).toBeUndefined();
  });

  test('leaves nothing behind', async () => {
    const sandbox = await startKubernetesSandbox();
    await kubectl({ args: ['get', 'pods'], sandbox });
    const home = sandbox.home();
    expect(existsSync(home)).toBe(true);
    await sandbox.close();
    expect(existsSync(home)).toBe(false);
  });

  test('is told that a token is wrong', async () => {
    const { sandbox } = await openCluster({ tls: true, identities: { bot: { token: 'b0t', rules: [] } } });
    const { code, stderr } = await kubectl({ args: ['--token=wrong', 'get', 'pods'], sandbox });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/must be logged in|Unauthorized/)]);
  });

  test('comes to the same state from the same steps', async () => {
    const states = [];
    for (const _ of ['once', 'again']) {
      const { sandbox } = await openCluster();
      sandbox.world.put(deployment('web', { replicas: 3 }));
      await kubectl({ args: ['rollout', 'restart', 'deployment/web'], sandbox });
      await kubectl({ args: ['set', 'image', 'deployment/web', 'web=web:2'], sandbox });
      states.push(endState(sandbox));
    }
    expect(states[0]).toEqual(states[1]);
    expect(states[0]?.filter(({ kind }) => kind === 'ReplicaSet')).toHaveLength(3);
  });
});
