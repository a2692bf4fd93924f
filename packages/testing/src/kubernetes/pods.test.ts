import { expect, test } from 'vitest';
import { listAt, textAt } from './model/object.ts';
import { deployment, openCluster } from './test/open.ts';

const open = async () => {
  const opened = await openCluster();
  const { world } = opened.sandbox;
  world.behave('broken:1', 'missing');
  world.put(deployment('web', { replicas: 1 }));
  world.put({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'pair', namespace: 'default', labels: { app: 'pair' } },
    spec: {
      containers: [
        { name: 'a', image: 'a:1' },
        { name: 'b', image: 'broken:1' },
      ],
    },
  });
  const [web] = world.list('Pod', 'default').filter(({ metadata }) => metadata.labels?.['app'] === 'web');
  return { ...opened, world, web: web?.metadata.name ?? '' };
};

test.for([
  ['pair/log', 'a container name must be specified for pod pair, choose one of: [a b]'],
  ['pair/log?container=c', 'container c is not valid for pod pair'],
  ['pair/log?container=b', 'container "b" in pod "pair" is waiting to start: trying and failing to pull image'],
  ['pair/log?container=a&previous=true', 'previous terminated container "a" in pod "pair" not found'],
  ['pair/log?container=a&tailLines=-1', 'tailLines "-1" is not a number'],
  ['pair/exec?command=true', 'Upgrade request required'],
] as const)('%s is refused: %s', async ([path, message]) => {
  const { send } = await open();
  expect(textAt(await send(`GET /api/v1/namespaces/default/pods/${path}`, 400), 'message')).toBe(message);
});

test('the log of a pod is text, and its end', async () => {
  const { sandbox, world, web } = await open();
  world.log({ namespace: 'default', pod: web, container: 'web' }, ['one', 'two', 'three']);
  const answer = await fetch(`${sandbox.url}/api/v1/namespaces/default/pods/${web}/log?tailLines=2`);
  expect([answer.headers.get('content-type'), await answer.text()]).toEqual(['text/plain', 'two\nthree\n']);
});

test('usage is told by pod and by node', async () => {
  const { send, world, web } = await open();
  world.use({ namespace: 'default', pod: web, container: 'web' }, { cpu: '1500m', memory: '1Gi' });
  const root = '/apis/metrics.k8s.io/v1beta1';
  const list = await send(`GET ${root}/namespaces/default/pods?labelSelector=app%3Dweb`, 200);
  expect(listAt(list, 'items')).toMatchObject([{ containers: [{ name: 'web', usage: { cpu: '1500m', memory: '1Gi' } }] }]);
  const node = textAt(world.get('Pod', web, 'default'), 'spec', 'nodeName');
  const usage = textAt(await send(`GET ${root}/nodes/${node}`, 200), 'usage', 'cpu');
  expect(Number.parseInt(usage, 10)).toBeGreaterThanOrEqual(1500);
  expect(await send(`GET ${root}/namespaces/default/pods/none`, 404)).toMatchObject({ reason: 'NotFound' });
});

test.for([
  ['services/none/proxy/', 404, 'services "none" not found'],
  ['pods/https:pair:80/proxy/', 400, 'invalid proxy scheme "https"'],
  ['pods/pair:80/proxy/', 503, 'error trying to reach service: dial tcp 10.1.0.1:80: connect: connection refused'],
] as const)('a proxy to %s is answered %s', async ([path, status, message]) => {
  const { send } = await open();
  expect(textAt(await send(`GET /api/v1/namespaces/default/${path}`, status), 'message')).toBe(message);
});
