import { expect, test } from 'vitest';
import { exercise } from './index.ts';
import { ask, openSandbox } from './test/ask.ts';

const task = `/v1/tasks/${exercise.blockedTask}`;
const step = `${task}/workflow_steps/${exercise.failedStep}`;

const guarded = [
  ['POST', '/v1/tasks', 'tasks:create'],
  ['GET', '/v1/tasks', 'tasks:list'],
  ['GET', task, 'tasks:read'],
  ['DELETE', task, 'tasks:cancel'],
  ['GET', `${task}/summary`, 'tasks:read'],
  ['GET', `${task}/workflow_steps`, 'steps:read'],
  ['GET', step, 'steps:read'],
  ['GET', `${step}/audit`, 'steps:read'],
  ['PATCH', step, 'steps:resolve'],
  ['GET', '/v1/templates', 'templates:read'],
  ['GET', '/v1/templates/analytics/daily_report/1.0.0', 'templates:read'],
  ['GET', '/v1/analytics/performance', 'system:analytics_read'],
  ['GET', '/v1/analytics/bottlenecks', 'system:analytics_read'],
  ['GET', '/v1/dlq', 'dlq:read'],
  ['GET', `/v1/dlq/task/${exercise.errorTask}`, 'dlq:read'],
  ['PATCH', `/v1/dlq/entry/${exercise.pendingDlqEntry}`, 'dlq:update'],
  ['GET', '/v1/dlq/stats', 'dlq:stats'],
  ['GET', '/v1/dlq/investigation-queue', 'dlq:read'],
  ['GET', '/v1/dlq/staleness', 'dlq:read'],
  ['GET', '/config', 'system:config_read'],
] as const;
const everything = [...new Set(guarded.map(([, , permission]) => permission))];

test.for(guarded)('%s %s needs %s and nothing else', async ([method, path, permission]) => {
  const without = everything.filter((other) => other !== permission);
  const kind = permission.replace(/:.*/, ':*');
  const { url } = await openSandbox({ access: { apiKeys: { exact: [permission], kind: [kind], without, star: ['*'] } } });
  const status = async (key: string) => (await ask(url + path, { method, headers: { 'x-api-key': key } })).status;
  // Without a body the writes go on to refuse the content type: they were let in.
  const letIn = method === 'POST' || method === 'PATCH' ? 415 : 200;
  expect([await status('without'), await status('star'), await status('kind')]).toEqual([403, 403, letIn]);
  const allowed = await openSandbox({ access: { apiKeys: { exact: [permission] } } });
  expect((await ask(allowed.url + path, { method, headers: { 'x-api-key': 'exact' } })).status).toBe(letIn);
});

test.each(['/health', '/health/live', '/health/ready', '/health/detailed', '/metrics'])('%s is public', async (path) => {
  const { url } = await openSandbox({ access: {} });
  expect((await ask(url + path)).status).toBe(200);
});

const access = {
  tokens: { good: ['tasks:*'], old: 'expired' },
  apiKeys: { key: ['dlq:read'] },
  apiKeyHeader: 'X-Ops-Key',
} as const;

test.for([
  [{}, 401, 'Missing authentication credentials', 'missing', 'low', null],
  [{ authorization: 'Basic YTpi' }, 401, 'Malformed Authorization header', 'malformed', 'high', '60'],
  [{ authorization: 'Bearer wrong' }, 401, 'Invalid or expired token', 'invalid', 'high', '60'],
  [{ authorization: 'Bearer old' }, 401, 'Invalid or expired token', 'expired', 'medium', '5'],
  [{ 'x-ops-key': 'wrong' }, 401, 'Invalid API key', 'invalid', 'high', '60'],
  [{ 'x-ops-key': 'key' }, 403, 'Missing required permission: tasks:list', 'forbidden', 'medium', '5'],
  // The token is looked at first, although the key beside it is known.
  [{ authorization: 'Bearer wrong', 'x-ops-key': 'key' }, 401, 'Invalid or expired token', 'invalid', 'high', '60'],
] as const)('%j is refused with %i: %s', async ([headers, status, message, reason, severity, retryAfter]) => {
  const { url } = await openSandbox({ access });
  const answer = await ask(`${url}/v1/tasks`, { headers });
  expect(answer.status).toBe(status);
  expect(answer.json).toEqual({ error: { code: status === 401 ? 'AUTHENTICATION_FAILED' : 'AUTHORIZATION_FAILED', message } });
  expect(answer.headers.get('x-auth-failure-reason')).toBe(reason);
  expect(answer.headers.get('x-auth-failure-severity')).toBe(severity);
  expect(answer.headers.get('retry-after')).toBe(retryAfter);
});

test('checks the permission before it parses anything', async () => {
  const { url } = await openSandbox({ access });
  const headers = { 'x-ops-key': 'key' };
  expect((await ask(`${url}/v1/tasks?page=nonsense`, { headers })).status).toBe(403);
  expect((await ask(`${url}/v1/tasks`, { method: 'POST', headers, body: '{' })).status).toBe(403);
});
