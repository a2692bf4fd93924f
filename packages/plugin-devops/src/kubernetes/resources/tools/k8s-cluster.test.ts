import { expect, it } from 'vitest';
import { seedShop, shop } from '../../test/shop.ts';
import { startKubernetes } from '../../test/start-kubernetes.ts';
import { k8sCanI } from './k8s-can-i.ts';
import { k8sContexts } from './k8s-contexts.ts';
import { k8sKinds } from './k8s-kinds.ts';

it('lists the contexts of the profile with their versions, what is unsafe about them, and what is wrong', async () => {
  const { callTool, sandbox } = await startKubernetes([k8sContexts], {
    settings: { contexts: ['test', 'absent'], namespaces: ['shop'] },
  });
  expect(await callTool('k8s_contexts')).toEqual({
    contexts: [
      { context: 'test', version: expect.stringMatching(/^v1\./), warnings: [expect.stringContaining('plain HTTP')] },
      {
        context: 'absent',
        version: null,
        warnings: [],
        error: expect.stringMatching(/^not_configured: .*no context "absent"/),
        hint: 'Correct contexts in the profile.',
      },
    ],
    namespaces: ['shop'],
  });
  expect(sandbox.sent()).toEqual(['GET /version']);
});

it('lists kinds with their verbs', async () => {
  const { callTool } = await startKubernetes([k8sKinds]);
  expect(await callTool('k8s_kinds', { context: 'test', search: 'deploy' })).toEqual({
    kinds: [
      {
        kind: 'Deployment',
        api_version: 'apps/v1',
        namespaced: true,
        verbs: expect.arrayContaining(['get', 'list', 'patch']),
        subresources: expect.arrayContaining(['scale']),
      },
    ],
    left_out: 0,
    unavailable: [],
  });
  const { kinds, left_out: left } = await callTool('k8s_kinds', { context: 'test', limit: 3 });
  expect(kinds).toHaveLength(3);
  expect(left).toBeGreaterThan(10);
});

it('goes on without a group whose server is down', async () => {
  const { callTool, sandbox } = await startKubernetes([k8sKinds]);
  sandbox.fail({ kind: 'status', status: 503, headers: { 'retry-after': '60' } }, { path: '/apis/metrics.k8s.io/v1beta1' });
  expect(await callTool('k8s_kinds', { context: 'test', search: 'pod' })).toMatchObject({
    kinds: expect.arrayContaining([expect.objectContaining({ kind: 'Pod' })]),
    unavailable: ['metrics.k8s.io/v1beta1'],
  });
});

it('tells what the credentials may do, which the cluster knows', async () => {
  const rules = [{ verbs: ['get', 'list'], resources: ['pods', 'pods/log', 'deployments.apps'], namespaces: ['shop'] }];
  const { callTool, sandbox } = await startKubernetes([k8sCanI], {
    identities: { reader: { token: 'simulated-token-1', rules } },
  });
  seedShop(sandbox);
  const may = async (asked: object) => (await callTool('k8s_can_i', { ...shop, kind: 'Pod', verb: 'get', ...asked }))['allowed'];
  expect(await may({})).toBe(true);
  expect(await may({ subresource: 'log' })).toBe(true);
  expect(await may({ kind: 'Deployment', verb: 'list' })).toBe(true);
  expect(await may({ subresource: 'exec', verb: 'create' })).toBe(false);
  expect(await may({ namespace: 'kube-system' })).toBe(false);
  expect(await may({ namespace: '*' })).toBe(false);
  expect(await may({ kind: 'Node', namespace: '-' })).toBe(false);
});
