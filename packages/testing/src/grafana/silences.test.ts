import { expect, test } from 'vitest';
import { testClock } from '../plugin/test-clock.ts';
import { openGrafana } from './test/open.ts';

const base = '/api/alertmanager/grafana/api/v2';
const silence = (change: object = {}) => ({
  matchers: [{ name: 'alertname', value: 'Tunnel.*', isRegex: true, isEqual: true }],
  startsAt: new Date(Date.now() - 1000).toISOString(),
  endsAt: new Date(Date.now() + 3_600_000).toISOString(),
  createdBy: 'ann',
  comment: 'known',
  ...change,
});

const stateOf = async (get: (path: string) => Promise<{ json: unknown }>): Promise<unknown> =>
  ((await get(`${base}/alerts`)).json as { status: { state: string } }[]).map(({ status }) => status.state);

test('an alert is suppressed while a silence is in force', async () => {
  const clock = testClock();
  const { get, post, world } = await openGrafana({ seed: 'tunnel', clock });
  world.setRuleState('tunnel-down', { state: 'Alerting', labels: { job: 'tunnel' } });
  expect(await stateOf(get)).toEqual(['active']);
  expect((await post(`${base}/silences`, silence())).status).toBe(202);
  expect(await stateOf(get)).toEqual(['suppressed']);
  expect((await get(`${base}/alerts?silenced=false`)).json).toEqual([]);
  clock.advance(3_700_000);
  expect(await stateOf(get)).toEqual(['active']);
});

test('deleting a silence ends it', async () => {
  const { get, post, send } = await openGrafana();
  const { silenceID } = (await post(`${base}/silences`, silence())).json as { silenceID: string };
  expect((await get(`${base}/silence/${silenceID}`)).json).toMatchObject({ status: { state: 'active' }, comment: 'known' });
  expect((await send(`${base}/silence/${silenceID}`, { method: 'DELETE' })).status).toBe(200);
  expect((await get(`${base}/silences`)).json).toMatchObject([{ id: silenceID, status: { state: 'expired' } }]);
});

test('other matchers make another silence and end the old one', async () => {
  const { get, post } = await openGrafana();
  const { silenceID } = (await post(`${base}/silences`, silence())).json as { silenceID: string };
  const same = await post(`${base}/silences`, silence({ id: silenceID, comment: 'longer' }));
  expect(same.json).toEqual({ silenceID });
  const other = await post(
    `${base}/silences`,
    silence({ id: silenceID, matchers: [{ name: 'job', value: 'x', isRegex: false }] }),
  );
  expect(other.json).not.toEqual({ silenceID });
  const states = (await get(`${base}/silences`)).json as { status: { state: string } }[];
  expect(states.map(({ status }) => status.state)).toEqual(['expired', 'active']);
});

test.for([
  ['no matchers', { matchers: [] }],
  ['an end before its start', { endsAt: new Date(Date.now() - 60_000).toISOString() }],
] as const)('refuses a silence with %s', async ([, change]) => {
  const { post, world } = await openGrafana();
  expect((await post(`${base}/silences`, silence(change))).status).toBe(400);
  expect(world.state()).toMatchObject({ silences: [] });
});
