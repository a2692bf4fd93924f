import { expect, test } from 'vitest';
import { openGitHub } from './test/open.ts';

test.for([
  ['code-scanning', { state: 'dismissed', dismissed_reason: 'false positive' }, { dismissed_by: { login: 'octo' } }],
  ['dependabot', { state: 'dismissed', dismissed_reason: 'not_used' }, { dismissed_by: { login: 'octo' } }],
  ['secret-scanning', { state: 'resolved', resolution: 'revoked' }, { resolved_by: { login: 'octo' } }],
] as const)('an alert of %s is listed and closed', async ([kind, verdict, decided]) => {
  const { widgets, world } = await openGitHub();
  world.addAlert('octo/widgets', { kind, title: 'something-found', place: 'src/price.js' });
  expect(await widgets(`GET /${kind}/alerts?state=open`)).toMatchObject([{ number: 1, state: 'open' }]);
  expect(await widgets(`PATCH /${kind}/alerts/1`, verdict)).toMatchObject({ ...verdict, ...decided });
  expect(await widgets(`GET /${kind}/alerts?state=open`)).toEqual([]);
  await widgets(`GET /${kind}/alerts/2`, undefined, 404);
});

test('alerts of dependencies are turned by a mark, and found by their severity', async () => {
  const { send, widgets, world } = await openGitHub();
  for (const severity of ['low', 'high', 'high'] as const)
    world.addAlert('octo/widgets', { kind: 'dependabot', title: 'found', place: 'left-pad', severity });
  const first = await send('GET /repos/octo/widgets/dependabot/alerts?severity=high&per_page=1', {}, 200);
  const [, after] = /after=([\w-]+)[^,]*>; rel="next"/.exec(String(first.headers.get('link'))) ?? [];
  expect(first.json).toMatchObject([{ number: 2 }]);
  expect(await widgets(`GET /dependabot/alerts?severity=high&per_page=1&after=${after}`)).toMatchObject([{ number: 3 }]);
});

test('the secret that was found is shown unless the caller does not want it', async () => {
  const { widgets, world } = await openGitHub();
  world.addAlert('octo/widgets', { kind: 'secret-scanning', title: 'some_token', place: 'src/price.js' });
  expect(await widgets('GET /secret-scanning/alerts/1')).toMatchObject({ secret: 'not-a-secret-of-anybody' });
  expect(await widgets('GET /secret-scanning/alerts/1?hide_secret=true')).not.toHaveProperty('secret');
  expect(await widgets('GET /secret-scanning/alerts/1/locations')).toMatchObject([{ details: { path: 'src/price.js' } }]);
});

test('search finds what the caller may see', async () => {
  const access = { stranger: { login: 'sam', scopes: ['repo'] } };
  const { send, world } = await openGitHub({ access });
  await world.addRepository({ fullName: 'octo/vault', settings: { private: true }, files: { 'secret.js': 'price' } });
  world.addIssue('octo/widgets', { author: 'octo', title: 'The price is low' });
  world.addIssue('octo/widgets', { author: 'sam', title: 'Raise the price', pull: { head: 'feature', base: 'main' } });
  const search = async (line: string) =>
    (await send(`GET /search/${line}`, { headers: { authorization: 'Bearer stranger' } }, 200)).json;
  expect(await search('code?q=price+path:src')).toMatchObject({ total_count: 1, items: [{ path: 'src/price.js' }] });
  expect(await search('code?q=price+repo:octo/vault')).toMatchObject({ total_count: 0 });
  expect(await search('issues?q=price+is:pr+author:sam')).toMatchObject({ total_count: 1, items: [{ number: 2 }] });
  expect(await search('commits?q=initial+repo:octo/widgets')).toMatchObject({ items: [{ repository: { name: 'widgets' } }] });
  expect(await search('repositories?q=prices')).toMatchObject({ items: [{ name: 'widgets' }] });
});
