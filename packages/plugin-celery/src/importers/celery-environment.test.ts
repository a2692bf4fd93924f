import { expect, test } from 'vitest';
import { celeryEnvironment } from './celery-environment.ts';

const find = (env: Readonly<Record<string, string>>) =>
  celeryEnvironment.find({ cwd: '/project', home: '/home/ada', env, readFile: () => Promise.reject(new Error('reads no file')) });

test('refers to the broker, so that its password is written nowhere', async () => {
  const found = await find({ CELERY_BROKER_URL: 'redis://:hunter2@localhost:6379/0' });
  expect(found).toEqual({ connections: { celery: { broker: '${env:CELERY_BROKER_URL}' } }, note: 'found CELERY_BROKER_URL' });
  expect(JSON.stringify(found)).not.toContain('hunter2');
});

test.for<[string, string]>([
  ['redis://localhost:6379/0', 'redis://localhost:6379/1'],
  ['amqps://guest:guest@localhost//', 'rpc://'],
  ['pyamqp://guest@localhost//', 'rediss://cache:6380/0'],
])('refers to the broker %s and the result backend %s', async ([broker, backend]) => {
  expect(await find({ CELERY_BROKER_URL: broker, CELERY_RESULT_BACKEND: backend })).toMatchObject({
    connections: { celery: { broker: '${env:CELERY_BROKER_URL}', result_backend: '${env:CELERY_RESULT_BACKEND}' } },
  });
});

test.for(['db+postgresql://ada:hunter2@localhost/results', 'rpc://', 'no url'])(
  'goes without results where %s cannot be read, and says so',
  async (backend) => {
    const found = await find({ CELERY_BROKER_URL: 'redis://localhost', CELERY_RESULT_BACKEND: backend });
    expect(found).toMatchObject({
      connections: { celery: { broker: '${env:CELERY_BROKER_URL}', result_backend: 'none' } },
      note: expect.stringContaining('cannot be read directly'),
    });
    expect(JSON.stringify(found)).not.toContain('hunter2');
  },
);

test.for<Readonly<Record<string, string>>>([
  {},
  { CELERY_BROKER_URL: '' },
  { CELERY_BROKER_URL: 'sqs://' },
  { CELERY_BROKER_URL: 'sentinel://localhost:26379' },
  { CELERY_RESULT_BACKEND: 'redis://localhost' },
])('finds nothing in %o', async (env) => {
  expect(await find(env)).toBeUndefined();
});
