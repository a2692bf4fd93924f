import { expect, test } from 'vitest';
import { exercise } from './index.ts';
import { ask, openSandbox, taskRequest } from './test/ask.ts';

const json = { 'content-type': 'application/json' };
const step = `/v1/tasks/${exercise.blockedTask}/workflow_steps/${exercise.failedStep}`;

test.for([
  ['a page that is no number', 'GET', '/v1/tasks?page=two', undefined, {}, 400],
  ['a negative page', 'GET', '/v1/tasks?page=-1', undefined, {}, 400],
  ['hours that are no number', 'GET', '/v1/analytics/performance?hours=-3', undefined, {}, 400],
  ['a status of the queue in snake_case', 'GET', '/v1/dlq?resolution_status=manually_resolved', undefined, {}, 400],
  ['a bad uuid below /v1/dlq', 'GET', '/v1/dlq/task/nonsense', undefined, {}, 400],
  ['a bad uuid of an entry', 'PATCH', '/v1/dlq/entry/nonsense', '{}', json, 400],
  ['broken JSON', 'POST', '/v1/tasks', '{"name":', json, 400],
  ['a missing field', 'POST', '/v1/tasks', JSON.stringify(taskRequest({ tags: undefined })), json, 422],
  ['a time with a zone', 'POST', '/v1/tasks', JSON.stringify(taskRequest({ requested_at: '2026-01-31T08:00:00Z' })), json, 422],
  ['an unknown action', 'PATCH', step, '{"action_type":"retry"}', json, 422],
  [
    'a resolution in snake_case',
    'PATCH',
    `/v1/dlq/entry/${exercise.pendingDlqEntry}`,
    '{"resolution_status":"pending"}',
    json,
    422,
  ],
  ['no content type', 'POST', '/v1/tasks', JSON.stringify(taskRequest()), { 'content-type': '' }, 415],
] as const)('refuses %s as text', async ([, method, path, body, headers, status]) => {
  const { url, world } = await openSandbox();
  const before = world.state();
  const answer = await ask(url + path, { method, headers, ...(body !== undefined && { body }) });
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
  expect(answer.text).not.toBe('');
  expect(world.state()).toEqual(before);
});

test('answers an unknown path 404 and a wrong method 405, both without a body', async () => {
  const { url } = await openSandbox();
  const unknown = await ask(`${url}/v2/tasks`);
  expect([unknown.status, unknown.text]).toEqual([404, '']);
  const wrong = await ask(`${url}/v1/tasks`, { method: 'PUT' });
  expect([wrong.status, wrong.text, wrong.headers.get('allow')]).toEqual([405, '', 'POST,GET,HEAD']);
});

test('knows no /config unless it is switched on', async () => {
  const { url } = await openSandbox({ config: false });
  expect((await ask(`${url}/config`)).status).toBe(404);
});

test('gives every answer an id of its own, refusals too', async () => {
  const { url } = await openSandbox();
  const paths = ['/health', '/v1/tasks', '/v1/tasks/nonsense', '/nowhere', '/v1/dlq?limit=x'];
  const ids = await Promise.all(paths.map(async (path) => (await ask(url + path)).headers.get('x-request-id')));
  expect(ids).not.toContain(null);
  expect(new Set(ids).size).toBe(paths.length);
});

test('serves metrics as text under a content type of HTML', async () => {
  const { url } = await openSandbox();
  const answer = await ask(`${url}/metrics`);
  expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
  expect(answer.text).toContain('# TYPE');
});
