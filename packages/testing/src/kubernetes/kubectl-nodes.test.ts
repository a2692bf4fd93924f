import { createServer } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listenOnLoopback } from '../http/listen.ts';
import { skipWithout } from '../services/binary.ts';
import { kubectlBinary } from './kubectl/run-kubectl.ts';
import { at, textAt } from './model/object.ts';
import { deployment } from './test/open.ts';
import { openWithKubectl } from './test/with-kubectl.ts';

const open = async (replicas = 4) => {
  const opened = await openWithKubectl();
  opened.sandbox.world.put(deployment('web', { replicas }));
  const pods = () => opened.sandbox.world.list('Pod', 'default');
  return { ...opened, pods, nodes: () => new Set(pods().map((pod) => textAt(pod, 'spec', 'nodeName'))) };
};

describe.skipIf(skipWithout(kubectlBinary))('kubectl on nodes, logs and usage', () => {
  test('cordons and uncordons', async () => {
    const { sandbox, run, nodes } = await open();
    await run('cordon node-1');
    expect(at(sandbox.world.get('Node', 'node-1'), 'spec', 'unschedulable')).toBe(true);
    await run('rollout restart deployment/web');
    expect([...nodes()]).toEqual(['node-2']);
    await run('uncordon node-1');
    expect(at(sandbox.world.get('Node', 'node-1'), 'spec', 'unschedulable')).toBeUndefined();
  });

  test('drains by eviction', async () => {
    const { sandbox, run, nodes, pods } = await open();
    expect([...nodes()]).toHaveLength(2);
    await run('drain node-1 --ignore-daemonsets --timeout=20s');
    expect([[...nodes()], pods().length]).toEqual([['node-2'], 4]);
    expect(sandbox.sent().filter((line) => line.startsWith('POST') && line.endsWith('/eviction'))).toHaveLength(2);
  });

  test('does not evict more than a budget allows', async () => {
    const { sandbox, attempt, pods } = await open(2);
    sandbox.world.put({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web', namespace: 'default' },
      spec: { minAvailable: 2, selector: { matchLabels: { app: 'web' } } },
    });
    const names = pods().map(({ metadata }) => metadata.name);
    // It would try again after five seconds.
    const { stderr } = await attempt('drain node-1 --timeout=4s');
    expect(stderr).toContain("Cannot evict pod as it would violate the pod's disruption budget");
    expect(pods().map(({ metadata }) => metadata.name)).toEqual(names);
  });

  test('refuses to drain what nobody would start again', async () => {
    const { sandbox, attempt, run } = await open(0);
    sandbox.world.put({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'lone', namespace: 'default' },
      spec: { containers: [{ name: 'a', image: 'a:1' }], nodeSelector: { 'kubernetes.io/hostname': 'node-1' } },
    });
    expect((await attempt('drain node-1 --timeout=5s')).stderr).toMatch(/not managed|declare no controller|Pods not managed/i);
    await run('drain node-1 --force --timeout=10s');
    expect(sandbox.world.get('Pod', 'lone', 'default')).toBeUndefined();
  });

  test('runs a pod to its end', async () => {
    const { sandbox, run } = await open(0);
    await run('run once --image=web:1 --restart=Never');
    expect(textAt(sandbox.world.get('Pod', 'once', 'default'), 'status', 'phase')).toBe('Succeeded');
    expect(await run('get pod once -o jsonpath={.spec.restartPolicy}')).toBe('Never');
  });

  test('reads logs', async () => {
    const { sandbox, run, attempt, pods } = await open(1);
    const pod = pods()[0]?.metadata.name ?? '';
    const place = { namespace: 'default', pod, container: 'web' };
    const now = Date.now();
    sandbox.world.log(place, [{ timeMs: now - 3_600_000, text: 'old' }, { timeMs: now, text: 'new' }, 'newest']);
    expect(await run('logs deployment/web --tail=1')).toBe('newest\n');
    expect(await run(`logs ${pod} --since=5m`)).toBe('new\nnewest\n');
    expect(await run(`logs ${pod} --limit-bytes=5`)).toBe('old\nn');
    expect(await run(`logs ${pod} --timestamps`)).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z old\n/);
    expect((await attempt(`logs ${pod} --previous`)).stderr).toContain('previous terminated container "web"');
    sandbox.world.log({ ...place, previous: true }, ['before']);
    expect(await run(`logs ${pod} --previous`)).toBe('before\n');
  });

  test('shows usage, and asks what it may do', async () => {
    const { sandbox, run, attempt, pods } = await open(1);
    sandbox.world.use(
      { namespace: 'default', pod: pods()[0]?.metadata.name ?? '', container: 'web' },
      { cpu: '250m', memory: '128Mi' },
    );
    expect(await run('top pods --containers --no-headers')).toMatch(/web\s+250m\s+128Mi/);
    expect(await run('top nodes --no-headers')).toMatch(/250m\s+6%\s+128Mi\s+1%/);
    expect(await run('auth can-i delete pods')).toBe('yes\n');
    // kubectl of that age streams over SPDY, which has gone from servers; the streams have tests of their own.
    const { code, stderr } = await attempt('exec deployment/web -- true');
    expect(code === 0 || /upgrade|Upgrade/.test(stderr), stderr).toBe(true);
  });

  test('reads what a pod and a service answer', async () => {
    const { sandbox, run, attempt } = await open(1);
    const { url, close } = await listenOnLoopback(createServer((request, answer) => answer.end(`heard ${request.url ?? ''}`)));
    onTestFinished(close);
    sandbox.world.listen({ namespace: 'default', labels: { app: 'web' }, port: 8080, to: Number(new URL(url).port) });
    sandbox.world.put({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'default' },
      spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    });
    expect(await run('get --raw /api/v1/namespaces/default/services/web:http/proxy/health?full=1')).toBe('heard /health?full=1');
    const { stderr } = await attempt('get --raw /api/v1/namespaces/default/services/web:81/proxy/');
    expect(stderr).toContain('no endpoints available');
  });
});
