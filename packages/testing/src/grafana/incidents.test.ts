import { existsSync, readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { openGrafana } from './test/open.ts';
import { isJsonObject } from '../openapi/json.ts';

const api = '/api/plugins/grafana-irm-app/resources/api/v1';
const declare = {
  title: 'Tunnel is slow',
  severity: 'major',
  roomPrefix: 'incident',
  labels: [{ key: 'component', label: 'tunnel' }],
};

const open = async () => {
  const grafana = await openGrafana({ incidents: true });
  onTestFinished(() => expect(grafana.violations).toEqual([]));
  const call = async (method: string, json: object) => (await grafana.post(`${api}/${method}`, json)).json as object;
  return { ...grafana, call };
};

test('an incident goes from declaration to resolution', async () => {
  const { call } = await open();
  const { incident } = (await call('IncidentsService.CreateIncident', declare)) as { incident: Record<string, unknown> };
  expect(incident).toMatchObject({ status: 'active', severity: 'major', closedTime: '' });
  const id = { incidentID: incident['incidentID'] };
  await call('IncidentsService.UpdateSeverity', { ...id, severity: 'critical' });
  await call('IncidentsService.UpdateTitle', { ...id, title: 'Tunnel is down' });
  await call('ActivityService.AddActivity', {
    ...id,
    activityKind: 'userNote',
    body: 'looking',
    eventTime: '2026-01-31T12:00:00Z',
  });
  await call('IncidentsService.UpdateStatus', { ...id, status: 'resolved' });
  const after = await call('IncidentsService.GetIncident', id);
  expect(after).toMatchObject({ incident: { title: 'Tunnel is down', severity: 'critical', status: 'resolved' } });
  const activity = await call('ActivityService.QueryActivity', { query: { ...id, limit: 2, orderDirection: 'DESC' } });
  expect(activity).toMatchObject({
    activityItems: [
      { activityKind: 'incidentStatusChanged', body: 'resolved' },
      { body: 'looking', eventTime: '2026-01-31T12:00:00.000Z' },
    ],
    cursor: { hasMore: true },
  });
});

test('of a label only its text is kept', async () => {
  const { call } = await open();
  expect(await call('IncidentsService.CreateIncident', declare)).toMatchObject({
    incident: { labels: [{ key: 'tags', label: 'tunnel' }] },
  });
});

test('finds incidents by status, drill, severity, label and words, in pages', async () => {
  const { call } = await open();
  for (const title of ['One', 'Two', 'Three']) await call('IncidentsService.CreateIncident', { ...declare, title });
  await call('IncidentsService.CreateIncident', { ...declare, title: 'Drill', isDrill: true, severity: 'minor', labels: [] });
  const find = async (queryString: string, more: object = {}) => {
    const found = await call('IncidentsService.QueryIncidentPreviews', { query: { limit: 2, queryString }, ...more });
    const { incidentPreviews, cursor } = found as {
      incidentPreviews: { title: string }[];
      cursor: { nextValue: string; hasMore: boolean };
    };
    return { titles: incidentPreviews.map(({ title }) => title), cursor };
  };
  const first = await find('isdrill:false status:active');
  expect(first).toEqual({ titles: ['Three', 'Two'], cursor: { nextValue: '2', hasMore: true } });
  expect((await find('isdrill:false status:active', { cursor: first.cursor })).titles).toEqual(['One']);
  expect((await find('severity:minor')).titles).toEqual(['Drill']);
  expect((await find('or(label:tunnel label:other) thr')).titles).toEqual(['Three']);
  expect((await find('status:resolved')).titles).toEqual([]);
});

test.for([
  ['IncidentsService.GetIncident', { incidentID: '999' }, 404],
  ['IncidentsService.CreateIncident', { title: '', severity: 'minor' }, 400],
  ['IncidentsService.CreateIncident', { title: 'x', severity: 'minor', status: 'closed' }, 400],
  ['ActivityService.AddActivity', { incidentID: '999', activityKind: 'userNote', body: 'x' }, 404],
] as const)('%s refuses with { error }', async ([method, body, status]) => {
  const { post } = await open();
  const answer = await post(`${api}/${method}`, body);
  expect(answer.status).toBe(status);
  expect(answer.json).toEqual({ error: expect.any(String) });
});

test('without the plugin there is nothing, and no Sift anywhere', async () => {
  const { post, get, world } = await openGrafana();
  const before = world.state();
  const absent = await post(`${api}/IncidentsService.CreateIncident`, declare);
  expect([absent.status, absent.json]).toEqual([404, expect.objectContaining({ messageId: 'plugin.notRegistered' })]);
  expect((await get('/api/plugins/grafana-irm-app/settings')).status).toBe(404);
  expect((await get('/api/plugins/grafana-ml-app/resources/sift/api/v1/investigations')).status).toBe(404);
  expect(world.state()).toEqual(before);
});

test('a viewer reads incidents and declares none', async () => {
  const { post } = await openGrafana({ incidents: true, access: { tokens: { viewer: 'Viewer' } } });
  const headers = { authorization: 'Bearer viewer' };
  expect((await post(`${api}/IncidentsService.QueryIncidentPreviews`, { query: {} }, headers)).status).toBe(200);
  expect((await post(`${api}/IncidentsService.CreateIncident`, declare, headers)).status).toBe(403);
});

const file = new URL('../../../../../shared/contracts/grafana-incident-api.json', import.meta.url);
const missing = existsSync(file) ? undefined : 'the description is not there: ../shared/contracts/grafana-incident-api.json';

test('answers have the fields of the published examples, and no other ones', async ({ skip }) => {
  skip(missing !== undefined, missing);
  const { methods } = JSON.parse(readFileSync(file, 'utf8')) as { methods: Record<string, { exampleResponse: unknown }> };
  const { call } = await open();
  const created = await call('IncidentsService.CreateIncident', {
    ...declare,
    attachURL: 'http://127.0.0.1:9/x',
    attachCaption: 'logs',
  });
  const { incidentID } = (created as { incident: { incidentID: string } }).incident;
  const answers: Record<string, unknown> = {
    'IncidentsService.CreateIncident': created,
    'IncidentsService.GetIncident': await call('IncidentsService.GetIncident', { incidentID }),
    'IncidentsService.QueryIncidentPreviews': await call('IncidentsService.QueryIncidentPreviews', { query: {} }),
    'ActivityService.QueryActivity': await call('ActivityService.QueryActivity', { query: { incidentID } }),
    'ActivityService.AddActivity': await call('ActivityService.AddActivity', { incidentID, activityKind: 'userNote', body: 'x' }),
  };
  for (const [method, answer] of Object.entries(answers)) {
    const example = methods[method]?.exampleResponse;
    expect(differences({ example, answer, at: method })).toEqual([]);
    expect(differences({ example, answer: { ...(answer as object), surplus: 1 }, at: method })).not.toEqual([]);
  }
});

/** Where an answer has other fields, or fields of other types, than the example. */
const differences = ({ example, answer, at }: { example: unknown; answer: unknown; at: string }): readonly string[] => {
  if (Array.isArray(example) && Array.isArray(answer))
    return answer.flatMap((item: unknown, index) => differences({ example: example[0], answer: item, at: `${at}[${index}]` }));
  if (isJsonObject(example) && isJsonObject(answer) && !at.endsWith('fieldValues')) {
    const names = new Set([...Object.keys(example), ...Object.keys(answer)]);
    return [...names].flatMap((name) =>
      name in example && name in answer
        ? differences({ example: example[name], answer: answer[name], at: `${at}.${name}` })
        : [`${at}.${name} is in one of them only`],
    );
  }
  return typeof example === typeof answer ? [] : [`${at} is a ${typeof answer}`];
};
