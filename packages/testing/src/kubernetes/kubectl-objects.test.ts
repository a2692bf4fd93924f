import { describe, expect, test } from 'vitest';
import { skipWithout } from '../services/binary.ts';
import { kubectlBinary } from './kubectl/run-kubectl.ts';
import { at, textsAt } from './model/object.ts';
import { configMap, deployment } from './test/open.ts';
import { openWithKubectl } from './test/with-kubectl.ts';

describe.skipIf(skipWithout(kubectlBinary))('kubectl on objects', () => {
  test('gets and lists, by labels, by fields and page by page', async () => {
    const { sandbox, run, attempt } = await openWithKubectl();
    for (const number of [1, 2, 3]) sandbox.world.put(configMap(`c${number}`, { n: `${number}` }, { odd: `${number % 2}` }));
    expect(await run('get configmap c2 -o jsonpath={.data.n}')).toBe('2');
    expect(await run('get configmaps -l odd=1 -o name')).toBe('configmap/c1\nconfigmap/c3\n');
    expect(await run('get configmaps --field-selector metadata.name!=c1 -o name')).toBe('configmap/c2\nconfigmap/c3\n');
    expect(await run('get configmaps --chunk-size=2 -o name')).toBe('configmap/c1\nconfigmap/c2\nconfigmap/c3\n');
    expect(sandbox.sent().filter((line) => line.includes('continue='))).toHaveLength(1);
    expect((await attempt('get configmap none')).stderr).toContain('configmaps "none" not found');
    expect(await run('api-resources -o name')).toContain('deployments.apps');
  });

  test('applies from its own side, with what is gone', async () => {
    const { sandbox, run } = await openWithKubectl();
    const apply = (data: Record<string, string>) => run('apply -f -', configMap('kept', data));
    expect(await apply({ a: '1', b: '2' })).toBe('configmap/kept created\n');
    await run('patch configmap kept -p {"data":{"other":"x"}}');
    expect(await apply({ a: '1', c: '3' })).toBe('configmap/kept configured\n');
    expect(await apply({ a: '1', c: '3' })).toBe('configmap/kept unchanged\n');
    expect(textsAt(sandbox.world.get('ConfigMap', 'kept', 'default'), 'data')).toEqual({ a: '1', c: '3', other: 'x' });
  });

  test('applies on the server, and asks before it takes a field from somebody', async () => {
    const { sandbox, run, attempt } = await openWithKubectl();
    const manifest = (replicas: number) => deployment('web', { replicas });
    await run('apply --server-side -f -', manifest(2));
    expect(await run('apply --server-side -f -', manifest(2))).toContain('serverside-applied');
    await run('scale deployment/web --replicas=5');
    const refused = await attempt('apply --server-side -f -', manifest(3));
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('conflict with "kubectl"')]);
    expect(refused.stderr).toContain('.spec.replicas');
    await run('apply --server-side --dry-run=server --force-conflicts -f -', manifest(3));
    expect(at(sandbox.world.get('Deployment', 'web', 'default'), 'spec', 'replicas')).toBe(5);
    await run('apply --server-side --force-conflicts -f -', manifest(3));
    expect(at(sandbox.world.get('Deployment', 'web', 'default'), 'spec', 'replicas')).toBe(3);
  });

  test('patches in three ways', async () => {
    const { sandbox, run } = await openWithKubectl();
    sandbox.world.put(deployment('web'));
    await run(
      'patch deployment web -p {"spec":{"template":{"spec":{"containers":[{"name":"web","image":"web:2"},{"name":"side","image":"side:1"}]}}}}',
    );
    await run('patch deployment web --type=merge -p {"metadata":{"labels":{"app":null,"tier":"front"}}}');
    await run('patch deployment web --type=json -p [{"op":"replace","path":"/spec/replicas","value":1}]');
    const patched = sandbox.world.get('Deployment', 'web', 'default');
    expect(patched?.metadata.labels).toEqual({ tier: 'front' });
    expect(at(patched, 'spec', 'template', 'spec', 'containers')).toMatchObject([
      { name: 'web', image: 'web:2', ports: [{ containerPort: 8080 }] },
      { name: 'side', image: 'side:1' },
    ]);
    expect(sandbox.world.list('Pod', 'default')).toHaveLength(1);
  });

  test('labels and annotates, and changes nothing without --overwrite', async () => {
    const { sandbox, run, attempt } = await openWithKubectl();
    sandbox.world.put(configMap('c', {}));
    await run('label configmap c tier=front');
    expect((await attempt('label configmap c tier=back')).code).toBe(1);
    await run('label configmap c tier-');
    await run('annotate configmap c note=one');
    await run('annotate --overwrite configmap c note=two');
    const { labels, annotations } = sandbox.world.get('ConfigMap', 'c', 'default')?.metadata ?? {};
    expect([labels, annotations]).toEqual([undefined, { note: 'two' }]);
  });

  test('deletes, with and without what belongs to it', async () => {
    const { sandbox, run, attempt } = await openWithKubectl();
    for (const name of ['web', 'api']) sandbox.world.put(deployment(name, { replicas: 1 }));
    expect(await run('delete deployment web --timeout=10s')).toMatch(/^deployment.apps "web" deleted/);
    expect(sandbox.world.list('Pod', 'default').map(({ metadata }) => metadata.labels?.['app'])).toEqual(['api']);
    await run('delete deployment api --cascade=orphan --timeout=10s');
    const [set] = sandbox.world.list('ReplicaSet', 'default');
    expect(set?.metadata.ownerReferences).toBeUndefined();
    expect(sandbox.world.list('Pod', 'default')).toHaveLength(1);
    expect((await attempt('delete deployment web')).stderr).toContain('not found');
    await run('delete pods -l app=api --timeout=10s');
    expect(sandbox.world.list('Pod', 'default')).toHaveLength(1);
  });

  test('works with a kind that the cluster defines itself', async () => {
    const { sandbox, run } = await openWithKubectl();
    sandbox.world.put(widgetDefinition);
    await run('apply -f -', {
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: { name: 'w', namespace: 'default' },
      spec: { size: 1 },
    });
    await run('patch widget w --type=merge -p {"spec":{"size":2}}');
    expect(await run('get wg w -o jsonpath={.spec.size}')).toBe('2');
    await run('delete widget w');
    expect(sandbox.world.list('Widget')).toEqual([]);
  });
});

const widgetDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind: 'Widget', plural: 'widgets', singular: 'widget', shortNames: ['wg'], listKind: 'WidgetList' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};
