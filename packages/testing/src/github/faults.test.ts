import { expect, test } from 'vitest';
import { ask } from '../tasker/test/ask.ts';
import { standingClock } from '../tasker/test/clock.ts';
import { githubFaults } from './faults.ts';
import { openGitHub } from './test/open.ts';

const issue = { method: 'POST', json: { title: 'Once' } };
const issues = '/repos/octo/widgets/issues';

test('a gateway can give up after the write took effect', async () => {
  const { url, fail, world } = await openGitHub();
  fail(githubFaults.badGateway({ afterEffect: true }), { unsafe: true, times: 1 });
  const answer = await ask(url + issues, issue);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([502, 'text/html']);
  expect(world.issue('octo/widgets', 1).title).toBe('Once');
});

test.for([
  ['cut', 0, githubFaults.cut()],
  ['lost', 1, githubFaults.lostAnswer()],
] as const)('an answer that is %s leaves %i issues', async ([, count, fault]) => {
  const { url, fail, world } = await openGitHub();
  fail(fault, { unsafe: true });
  await expect(ask(url + issues, issue)).rejects.toThrow('fetch failed');
  expect(world.repository('octo/widgets').issues.size).toBe(count);
});

test('both limits say how long to wait', async () => {
  const { send, fail } = await openGitHub();
  fail(githubFaults.secondaryLimit({ retryAfterS: 7 }), { times: 1 });
  const second = await send('GET /user', {}, 403);
  expect([second.headers.get('retry-after'), second.text]).toEqual(['7', expect.stringContaining('secondary rate limit')]);
  fail(githubFaults.primaryLimit({ resetS: 1_800_000_000, status: 429 }), { times: 1 });
  const first = await send('GET /user', {}, 429);
  expect(first.headers.get('x-ratelimit-remaining')).toBe('0');
  expect(first.headers.get('x-ratelimit-reset')).toBe('1800000000');
});

test('an hour that is used up ends, and writes that come too fast are refused', async () => {
  const clock = standingClock();
  const { send, url } = await openGitHub({ clock, rateLimit: { perHour: 3, writesPerMinute: 1 } });
  await ask(url + issues, issue);
  const fast = await ask(url + issues, issue);
  expect([fast.status, fast.headers.get('retry-after')]).toEqual([403, '60']);
  expect((await send('GET /user', {}, 200)).headers.get('x-ratelimit-remaining')).toBe('0');
  expect((await send('GET /user', {}, 403)).text).toContain('API rate limit exceeded');
  clock.nowMs += 3_600_000;
  await send('GET /user', {}, 200);
});

test('what has not changed is not sent again, and costs nothing', async () => {
  const { send } = await openGitHub();
  const first = await send('GET /repos/octo/widgets');
  const again = await send('GET /repos/octo/widgets', { headers: { 'if-none-match': first.headers.get('etag') ?? '' } }, 304);
  expect(again.text).toBe('');
  expect(again.headers.get('x-ratelimit-remaining')).toBe(first.headers.get('x-ratelimit-remaining'));
});

test('long lists come in pages that are linked', async () => {
  const { send, world } = await openGitHub();
  for (let index = 0; index < 5; index += 1) world.addIssue('octo/widgets', { author: 'octo', title: `Issue ${index}` });
  const first = await send(`GET ${issues}?per_page=2&page=2`, {}, 200);
  expect(first.json).toHaveLength(2);
  const link = first.headers.get('link') ?? '';
  expect([...link.matchAll(/page=(\d)>; rel="(\w+)"/g)].map(([, number, relation]) => `${relation} ${number}`)).toEqual([
    'prev 1',
    'next 3',
    'last 3',
    'first 1',
  ]);
});

test('tokens may what their scopes and permissions say', async () => {
  const access = {
    classic: { login: 'octo', scopes: ['repo'] },
    narrow: { login: 'octo', permissions: { contents: 'read' }, repositories: ['octo/widgets'] },
    stranger: { login: 'sam', scopes: ['repo'] },
    old: 'expired',
  } as const;
  const { send, world } = await openGitHub({ access });
  await world.addRepository({ fullName: 'octo/vault', settings: { private: true } });
  const as = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
  expect((await send('GET /repos/octo/vault', as('classic'), 200)).headers.get('x-oauth-scopes')).toBe('repo');
  await send('GET /repos/octo/vault', as('stranger'), 404);
  await send('GET /repos/octo/vault', as('narrow'), 404);
  await send('GET /repos/octo/vault', as('old'), 401);
  await send('GET /repos/octo/vault', {}, 404);
  const refused = await send(`POST ${issues}`, { ...as('narrow'), json: { title: 'x' } }, 403);
  expect(refused.headers.get('x-accepted-github-permissions')).toBe('issues=write');
});

test('a request that the description does not allow changes nothing', async ({ skip }) => {
  const { url, violations, unchecked, world } = await openGitHub();
  skip(unchecked !== undefined, unchecked);
  const wrong = await ask(url + issues, { method: 'POST', json: { title: 'x', lables: ['bug'] } });
  const missing = await ask(`${url}/repos/octo/widgets/pulls`, { method: 'POST', json: { title: 'x', head: 'feature' } });
  const unknown = await ask(`${url}${issues}?labls=bug`);
  const absent = await ask(`${url}/repos/octo/widgets/traffic/views`);
  expect([wrong.status, missing.status, unknown.status, absent.status]).toEqual([422, 422, 422, 501]);
  expect(violations.map(({ problems }) => problems)).toEqual([
    ['must NOT have additional properties (lables)'],
    ["must have required property 'base'"],
    ['the query has no parameter labls'],
    ['the sandbox does not have this operation'],
  ]);
  expect(world.repository('octo/widgets').issues.size).toBe(0);
});
