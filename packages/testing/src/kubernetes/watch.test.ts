import { expect, onTestFinished, test } from 'vitest';
import { kubernetesFaults } from './faults.ts';
import type { KubernetesSandbox } from './sandbox.ts';
import { configMap, openCluster } from './test/open.ts';

const path = '/api/v1/namespaces/default/configmaps';

interface Line {
  readonly type: string;
  readonly object: { readonly kind: string; readonly code?: number; readonly metadata: { readonly name: string } };
}

const follow = async (sandbox: KubernetesSandbox, query: string) => {
  const controller = new AbortController();
  onTestFinished(() => controller.abort());
  const response = await fetch(`${sandbox.url}${path}?watch=true&${query}`, { signal: controller.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  const next = async (): Promise<Line> => {
    while (!rest.includes('\n')) {
      const { value, done } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) throw new Error(`the watch is over after ${JSON.stringify(rest)}`);
      rest += value;
    }
    const [line = '', ...more] = rest.split('\n');
    rest = more.join('\n');
    return JSON.parse(line);
  };
  const told = async () => {
    const { type, object } = await next();
    return `${type} ${object.metadata.name}`;
  };
  return { told, next };
};

test('tells what is there, and every change', async () => {
  const { sandbox } = await openCluster();
  sandbox.world.put(configMap('a', {}));
  const { told } = await follow(sandbox, '');
  expect(await told()).toBe('ADDED a');
  sandbox.world.put(configMap('b', {}));
  sandbox.world.put(configMap('b', { n: '1' }));
  sandbox.world.remove('ConfigMap', 'a', 'default');
  expect([await told(), await told(), await told()]).toEqual(['ADDED b', 'MODIFIED b', 'DELETED a']);
});

test('goes on from a version, and tells what leaves the selection', async () => {
  const { sandbox } = await openCluster();
  const { metadata } = sandbox.world.put(configMap('a', {}, { on: 'yes' }));
  sandbox.world.put(configMap('b', {}, { on: 'yes' }));
  const { told } = await follow(sandbox, `labelSelector=on%3Dyes&resourceVersion=${metadata.resourceVersion ?? ''}`);
  expect(await told()).toBe('ADDED b');
  sandbox.world.put(configMap('a', {}, { on: 'no' }));
  expect(await told()).toBe('DELETED a');
});

test('says where the history begins', async () => {
  const { sandbox } = await openCluster();
  const { metadata } = sandbox.world.put(configMap('a', {}));
  sandbox.compact();
  const { next } = await follow(sandbox, `resourceVersion=${metadata.resourceVersion ?? ''}`);
  expect(await next()).toMatchObject({ type: 'ERROR', object: { kind: 'Status', code: 410 } });
});

test('marks the end of what was there', async () => {
  const { sandbox } = await openCluster();
  sandbox.world.put(configMap('a', {}));
  const { next } = await follow(sandbox, 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true');
  expect((await next()).type).toBe('ADDED');
  expect(await next()).toMatchObject({
    type: 'BOOKMARK',
    object: { metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } },
  });
});

test('breaks off in the middle of a line', async () => {
  const { sandbox } = await openCluster();
  sandbox.world.put(configMap('a', {}));
  sandbox.fail(kubernetesFaults.truncated(), { times: 1 });
  await expect((await follow(sandbox, '')).next()).rejects.toThrow(/terminated|over/);
});

test.for([
  ['unavailable', kubernetesFaults.unavailable(), 503],
  ['too old', kubernetesFaults.gone(), 410],
  ['busy', kubernetesFaults.busy({ retryAfterS: 3 }), 429],
] as const)('can be %s', async ([, fault, status]) => {
  const { sandbox, send } = await openCluster();
  sandbox.fail(fault, { times: 1 });
  expect(await send(`GET ${path}`, status)).toMatchObject({ kind: 'Status', code: status });
  await send(`GET ${path}`, 200);
});

test('can lose the answer to a write that has happened', async () => {
  const { sandbox, send } = await openCluster();
  sandbox.fail(kubernetesFaults.lostAnswer(), { unsafe: true, times: 1 });
  await expect(send(`POST ${path}`, 201, { body: configMap('a', {}) })).rejects.toThrow('fetch failed');
  expect(sandbox.world.get('ConfigMap', 'a', 'default')).toBeDefined();
  expect(sandbox.unsafe()).toHaveLength(1);
});
