import { describe, expect, test } from 'vitest';
import { skipWithout } from '../services/binary.ts';
import { kubectlBinary } from './kubectl/run-kubectl.ts';
import { at, textAt } from './model/object.ts';
import type { KubernetesSandbox } from './sandbox.ts';
import { deployment } from './test/open.ts';
import { openWithKubectl } from './test/with-kubectl.ts';

const web = (sandbox: KubernetesSandbox) => sandbox.world.get('Deployment', 'web', 'default');

const images = (sandbox: KubernetesSandbox): readonly string[] =>
  sandbox.world.list('Pod', 'default').map((pod) => JSON.stringify(pod['spec']).match(/"image":"([^"]+)"/)?.[1] ?? '');

const open = async (replicas = 2) => {
  const opened = await openWithKubectl();
  opened.sandbox.world.put(deployment('web', { replicas }));
  return opened;
};

describe.skipIf(skipWithout(kubectlBinary))('kubectl on workloads', () => {
  test('scales, and only from the count that it expects', async () => {
    const { sandbox, run, attempt } = await open();
    expect(await run('scale deployment/web --replicas=4')).toBe('deployment.apps/web scaled\n');
    expect(sandbox.world.list('Pod', 'default')).toHaveLength(4);
    expect((await attempt('scale deployment/web --replicas=1 --current-replicas=9')).stderr).toContain(
      'Expected replicas to be 9, was 4',
    );
    expect(at(web(sandbox), 'status', 'readyReplicas')).toBe(4);
  });

  test('sets images and resources, and waits for the roll-out', async () => {
    const { sandbox, run } = await open();
    await run('set image deployment/web web=web:2');
    await run('set resources deployment/web -c web --limits=cpu=200m,memory=512Mi --requests=cpu=100m');
    expect(await run('rollout status deployment/web --timeout=10s')).toContain('successfully rolled out');
    expect(images(sandbox)).toEqual(['web:2', 'web:2']);
    const [container] = JSON.parse(await run('get deployment web -o jsonpath={.spec.template.spec.containers}'));
    expect(container.resources).toEqual({ limits: { cpu: '200m', memory: '512Mi' }, requests: { cpu: '100m', memory: '512Mi' } });
  });

  test('restarts, shows the history and goes back', async () => {
    const { sandbox, run } = await open();
    await run('set image deployment/web web=web:2');
    await run('rollout restart deployment/web');
    const history = await run('rollout history deployment/web');
    expect(history.match(/^\d+/gm)).toEqual(['1', '2', '3']);
    expect(await run('rollout history deployment/web --revision=1')).toContain('web:1');
    await run('rollout undo deployment/web --to-revision=1');
    expect(images(sandbox)).toEqual(['web:1', 'web:1']);
    expect((await run('rollout history deployment/web')).match(/^\d+/gm)).toEqual(['2', '3', '4']);
    await run('rollout undo deployment/web');
    expect(images(sandbox)).toEqual(['web:2', 'web:2']);
  });

  test('pauses and resumes', async () => {
    const { sandbox, run, attempt } = await open();
    await run('rollout pause deployment/web');
    expect((await attempt('rollout pause deployment/web')).stderr).toContain('already paused');
    await run('set image deployment/web web=web:2');
    expect(images(sandbox)).toEqual(['web:1', 'web:1']);
    await run('rollout resume deployment/web');
    expect(images(sandbox)).toEqual(['web:2', 'web:2']);
  });

  test('waits for a roll-out that is stuck, and finds out when its time is over', async () => {
    const time = { ms: Date.parse('2026-01-01T00:00:00Z') };
    const { sandbox, run, attempt } = await openWithKubectl({ clock: { now: () => time.ms } });
    sandbox.world.put(deployment('web', { replicas: 3 }));
    sandbox.world.behave('web:broken', 'missing');
    await run('set image deployment/web web=web:broken');
    expect((await attempt('rollout status deployment/web --timeout=3s')).stdout).toContain('1 out of 3 new replicas');
    expect(images(sandbox).filter((image) => image === 'web:1')).toHaveLength(3);
    time.ms += 601_000;
    sandbox.world.settle();
    const late = await attempt('rollout status deployment/web --timeout=10s');
    expect([late.code, late.stderr]).toEqual([1, expect.stringContaining('exceeded its progress deadline')]);
    await run('rollout undo deployment/web');
    expect(images(sandbox)).toEqual(['web:1', 'web:1', 'web:1']);
  });

  test('rolls stateful sets and daemon sets', async () => {
    const { sandbox, run } = await openWithKubectl();
    const { spec, ...head } = deployment('db');
    const { replicas: _, ...perNode } = { ...(typeof spec === 'object' && !Array.isArray(spec) ? spec : {}) };
    sandbox.world.put({ ...head, kind: 'StatefulSet', spec: { ...perNode, replicas: 2, serviceName: 'db' } });
    sandbox.world.put({ ...head, kind: 'DaemonSet', metadata: { name: 'agent', namespace: 'default' }, spec: perNode });
    for (const name of ['statefulset/db', 'daemonset/agent']) {
      await run(`set image ${name} web=web:2`);
      expect(await run(`rollout status ${name} --timeout=10s`)).toMatch(/complete|successfully rolled out/);
      expect((await run(`rollout history ${name}`)).match(/^\d+/gm)).toEqual(['1', '2']);
    }
    expect(images(sandbox)).toEqual(['web:2', 'web:2', 'web:2', 'web:2']);
    await run('rollout undo daemonset/agent');
    expect(images(sandbox).filter((image) => image === 'web:1')).toHaveLength(2);
    expect(sandbox.world.get('Pod', 'db-1', 'default')).toBeDefined();
    await run('scale statefulset/db --replicas=1');
    expect(sandbox.world.get('Pod', 'db-1', 'default')).toBeUndefined();
    expect(textAt(sandbox.world.get('Pod', 'db-0', 'default'), 'status', 'phase')).toBe('Running');
  });
});
