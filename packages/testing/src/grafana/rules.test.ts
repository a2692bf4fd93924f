import { expect, test } from 'vitest';
import { openGrafana, ruleRequest } from './test/open.ts';

const rules = '/api/v1/provisioning/alert-rules';
const group = '/api/v1/provisioning/folder/tunnel-monitoring/rule-groups/tunnel';
const query = { refId: 'A', datasourceUid: 'prometheus', model: { expr: 'up' } };

test('creates a rule, fills in what is usual, and keeps its provenance', async () => {
  const { post, get } = await openGrafana({ seed: 'tunnel' });
  const { status, json } = await post(rules, ruleRequest({ uid: 'tunnel-errors' }));
  expect(status).toBe(201);
  expect(json).toMatchObject({ uid: 'tunnel-errors', provenance: 'api', isPaused: false });
  const free = await post(rules, ruleRequest({ title: 'Other' }), { 'x-disable-provenance': 'true' });
  expect(free.json).not.toHaveProperty('provenance');
  expect((await get(`${rules}/tunnel-errors`)).json).toMatchObject({
    data: [{ model: { intervalMs: 1000, maxDataPoints: 43_200 } }, { relativeTimeRange: { from: 0, to: 0 } }],
  });
});

test.for([
  ['a query without a range', { data: [query], condition: 'A' }, 'alerting.alert-rule.invalidRelativeTime'],
  [
    'a range of no length',
    { data: [{ ...query, relativeTimeRange: { from: 0, to: 0 } }], condition: 'A' },
    'alerting.alert-rule.invalidRelativeTime',
  ],
  ['a condition that is not there', { condition: 'Z' }, 'alerting.alert-rule.conditionNotExist'],
] as const)('refuses %s with 400', async ([, change, messageId]) => {
  const { post, world } = await openGrafana({ seed: 'tunnel' });
  const before = world.state();
  const answer = await post(rules, ruleRequest(change));
  expect(answer.status).toBe(400);
  expect(answer.json).toMatchObject({ messageId });
  expect(world.state()).toEqual(before);
});

test.for([
  ['no queries', { data: [] }, 'no queries or expressions are found'],
  ['a folder that is not there', { folderUID: 'nowhere' }, 'folder does not exist'],
] as const)('refuses %s with 400', async ([, change, problem]) => {
  const { post } = await openGrafana({ seed: 'tunnel' });
  expect((await post(rules, ruleRequest(change))).json).toMatchObject({ message: `invalid alert rule: ${problem}` });
});

test.for([409, 400] as const)('refuses a title that is there already with %i', async (duplicateRuleStatus) => {
  const { post } = await openGrafana({ seed: 'tunnel', duplicateRuleStatus });
  expect((await post(rules, ruleRequest({ title: 'Tunnel Down' }))).status).toBe(duplicateRuleStatus);
});

test('changes a rule that is there and answers 404 without a body for another', async () => {
  const { send, world } = await openGrafana({ seed: 'tunnel' });
  const changed = await send(`${rules}/tunnel-down`, { method: 'PUT', json: ruleRequest({ title: 'Tunnel Gone' }) });
  expect(changed.status).toBe(200);
  expect(world.rule('tunnel-down').body['title']).toBe('Tunnel Gone');
  const missing = await send(`${rules}/nothing`, { method: 'PUT', json: ruleRequest() });
  expect([missing.status, missing.text]).toEqual([404, '']);
});

test('deleting a rule that is not there succeeds', async () => {
  const { send, world } = await openGrafana({ seed: 'tunnel' });
  expect((await send(`${rules}/tunnel-down`, { method: 'DELETE' })).status).toBe(204);
  expect((await send(`${rules}/tunnel-down`, { method: 'DELETE' })).status).toBe(204);
  expect(() => world.rule('tunnel-down')).toThrow('no rule');
});

test('a group is replaced as a whole, with its interval', async () => {
  const { send, get } = await openGrafana({ seed: 'tunnel' });
  const replaced = await send(group, {
    method: 'PUT',
    json: { title: 'tunnel', folderUid: 'tunnel-monitoring', interval: 30, rules: [ruleRequest()] },
  });
  expect(replaced.status, replaced.text).toBe(200);
  expect((await get(group)).json).toMatchObject({ interval: 30, rules: [{ title: 'Tunnel Errors' }] });
  expect((await get(`${rules}/tunnel-down`)).status).toBe(404);
  const odd = await send(group, { method: 'PUT', json: { interval: 15, rules: [] } });
  expect(odd.json).toMatchObject({ message: expect.stringContaining('divided exactly by scheduler interval: 10s') });
});

test('states, alerts and history of a rule follow the engine', async () => {
  const { get, world } = await openGrafana({ seed: 'tunnel' });
  const states = async (filter = '') => {
    const { json } = await get(`/api/prometheus/grafana/api/v1/rules${filter}`);
    return (json as { data: { groups: { rules: { state: string; alerts: object[] }[] }[] } }).data.groups.flatMap(
      ({ rules: all }) => all,
    );
  };
  expect(await states()).toMatchObject([{ state: 'inactive', uid: 'tunnel-down', duration: 300 }]);
  world.setRuleState('tunnel-down', { state: 'Pending', labels: { job: 'tunnel' } });
  world.setRuleState('tunnel-down', { state: 'Alerting', labels: { job: 'tunnel' }, value: 0 });
  expect(await states('?state=firing')).toMatchObject([
    { alerts: [{ state: 'Alerting', labels: { alertname: 'Tunnel Down', job: 'tunnel' } }] },
  ]);
  expect(await states('?state=pending')).toEqual([]);
  const history = await get('/api/annotations?alertUID=tunnel-down&type=alert');
  expect(history.json).toMatchObject([
    { prevState: 'Pending', newState: 'Alerting' },
    { prevState: 'Normal', newState: 'Pending' },
  ]);
  const frame = await get('/api/v1/rules/history?ruleUID=tunnel-down');
  expect((frame.json as { data: { values: unknown[][] } }).data.values[3]).toEqual(['Pending', 'Alerting']);
});

test('settings of contact points keep their secrets', async () => {
  const { get } = await openGrafana({ seed: 'tunnel' });
  const { json, text } = await get('/api/v1/provisioning/contact-points?name=On%20call');
  expect(json).toMatchObject([{ uid: 'on-call', type: 'webhook', settings: { httpMethod: 'POST', password: '[REDACTED]' } }]);
  expect(text).not.toContain('simulated-password');
});

test('a server that keeps its history in Loki answers it in another frame', async () => {
  const { get, world } = await openGrafana({ seed: 'tunnel', stateHistory: 'loki' });
  world.setRuleState('tunnel-down', { state: 'Alerting', labels: { job: 'tunnel' }, value: 0 });
  const { json } = await get('/api/v1/rules/history');
  const { schema, data } = json as { schema: { fields: { name: string }[] }; data: { values: [number[], object[], object[]] } };
  expect(schema.fields.map(({ name }) => name)).toEqual(['time', 'line', 'labels']);
  expect(data.values[1]).toMatchObject([
    { previous: 'Normal', current: 'Alerting', ruleUID: 'tunnel-down', labels: { job: 'tunnel' } },
  ]);
  expect(data.values[2]).toEqual([{ from: 'state-history', orgID: '1', group: 'tunnel', folderUID: 'tunnel-monitoring' }]);
});
