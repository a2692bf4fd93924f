import { expect, it, onTestFinished } from 'vitest';
import kubernetes from '../../src/kubernetes/index.ts';
import { loadedPackages } from '../loaded-packages.ts';
import { startBackend } from './backend.ts';

it('loads what it needs with the first question, and the library of Kubernetes not even then', async () => {
  const backend = await startBackend();
  onTestFinished(() => backend.close?.());
  const { tools, answers, loaded } = await loadedPackages({
    folder: 'kubernetes',
    connections: { kubernetes: backend.connections.kubernetes },
    calls: [{ tool: 'k8s_get', args: { context: 'test', namespace: 'shop', kind: 'Pod', name: 'one' } }],
  });
  expect(tools).toEqual(expect.arrayContaining(kubernetes.tools.map(({ name }) => name)));
  const [before = [], after = []] = loaded;
  expect(before).toContain('zod');
  const heavy = (names: readonly string[]) => names.filter((name) => /kubernetes|openid|undici|ripgrep|^ws$/.test(name));
  expect(heavy(before)).toEqual([]);
  expect(answers[0]?.kind).toBe('value');
  expect(heavy(after).toSorted()).toEqual(['undici']);
});
