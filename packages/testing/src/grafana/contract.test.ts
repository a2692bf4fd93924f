import { expect, test } from 'vitest';
import type { Asking } from '../tasker/test/ask.ts';
import type { Contract } from './contract/contract.ts';
import { loadContract, missingContract } from './contract/contract.ts';
import { dashboardRequest, openGrafana, ruleRequest } from './test/open.ts';
import { isJsonObject } from '../openapi/json.ts';

interface Kind extends Asking {
  readonly path: string;
  readonly status?: number;
}

const viewer = { authorization: 'Bearer viewer' };
const editor = { authorization: 'Bearer editor' };
const rules = '/api/v1/provisioning/alert-rules';
const incidents = '/api/plugins/grafana-irm-app/resources/api/v1/IncidentsService';
const timing = { name: 'weekends', time_intervals: [{ weekdays: ['saturday', 'sunday'] }] };

const kinds: readonly Kind[] = [
  { path: '/api/health' },
  { path: '/api/org' },
  { path: '/api/org', headers: { authorization: 'Bearer nobody' }, status: 401 },
  { path: '/api/search' },
  { path: '/api/search?limit=9000', status: 422 },
  { path: '/api/datasources' },
  { path: '/api/datasources/uid/loki' },
  { path: '/api/datasources/uid/nothing', status: 404 },
  { path: '/api/datasources/name/Loki' },
  { path: '/api/datasources/uid/loki/health' },
  { path: '/api/folders' },
  { path: '/api/folders/tunnel-monitoring' },
  { path: '/api/folders/nothing', status: 404 },
  { method: 'POST', path: '/api/folders', json: { uid: 'new', title: 'New', parentUid: 'tunnel-monitoring' } },
  { method: 'POST', path: '/api/folders', json: { title: '' }, status: 400 },
  { method: 'POST', path: '/api/folders', json: { uid: 'tunnel-monitoring', title: 'Again' }, status: 409 },
  { method: 'POST', path: '/api/folders', json: { title: 'New' }, headers: viewer, status: 403 },
  { method: 'PUT', path: '/api/folders/tunnel-monitoring', json: { title: 'Tunnels', version: 1 } },
  { method: 'DELETE', path: '/api/folders/tunnel-monitoring?forceDeleteRules=true' },
  { path: '/api/dashboards/uid/tunnel-overview' },
  { path: '/api/dashboards/uid/nothing', status: 404 },
  { path: '/api/dashboards/uid/tunnel-overview/versions?limit=5' },
  { path: '/api/dashboards/uid/tunnel-overview/versions/1' },
  { method: 'POST', path: '/api/dashboards/db', json: dashboardRequest() },
  { method: 'POST', path: '/api/dashboards/db', json: dashboardRequest({ dashboard: { title: '' } }), status: 400 },
  {
    method: 'POST',
    path: '/api/dashboards/db',
    json: dashboardRequest({ dashboard: { title: 'x', uid: 'tunnel-overview' } }),
    status: 412,
  },
  { method: 'POST', path: '/api/dashboards/db', json: dashboardRequest({ dashboard: { title: 'x', id: 99 } }), status: 404 },
  { method: 'DELETE', path: '/api/dashboards/uid/tunnel-overview' },
  { path: '/api/annotations?alertUID=tunnel-down&from=1&to=9999999999999&limit=10' },
  { path: '/api/annotations/tags?limit=5' },
  {
    method: 'POST',
    path: '/api/annotations',
    json: { text: 'deployed', tags: ['deploy'], dashboardUID: 'tunnel-overview', panelId: 1 },
  },
  { method: 'POST', path: '/api/annotations', json: { text: '' }, status: 400 },
  { method: 'POST', path: '/api/annotations/graphite', json: { what: 'deployed', when: 1_700_000_000, tags: ['deploy'] } },
  { method: 'POST', path: '/api/annotations/graphite', json: { what: '' }, status: 400 },
  { path: rules },
  { path: `${rules}/tunnel-down` },
  { path: `${rules}/nothing`, status: 404 },
  { method: 'POST', path: rules, json: ruleRequest(), status: 201 },
  { method: 'POST', path: rules, json: ruleRequest({ condition: 'Z' }), status: 400 },
  { method: 'POST', path: rules, json: ruleRequest(), headers: viewer, status: 403 },
  { method: 'PUT', path: `${rules}/tunnel-down`, json: ruleRequest({ title: 'Tunnel Gone' }) },
  { method: 'DELETE', path: `${rules}/tunnel-down`, status: 204 },
  { path: '/api/v1/provisioning/folder/tunnel-monitoring/rule-groups/tunnel' },
  {
    method: 'PUT',
    path: '/api/v1/provisioning/folder/tunnel-monitoring/rule-groups/tunnel',
    json: { title: 'tunnel', folderUid: 'tunnel-monitoring', interval: 30, rules: [ruleRequest()] },
  },
  { path: '/api/v1/provisioning/contact-points' },
  {
    method: 'POST',
    path: '/api/v1/provisioning/contact-points',
    json: { name: 'chat', type: 'slack', settings: { url: 'http://127.0.0.1:9/hook' } },
    status: 202,
  },
  { path: '/api/v1/provisioning/policies' },
  { method: 'PUT', path: '/api/v1/provisioning/policies', json: { receiver: 'On call', routes: [] }, status: 202 },
  { method: 'PUT', path: '/api/v1/provisioning/policies', json: { receiver: 'nobody' }, status: 400 },
  { path: '/api/v1/provisioning/mute-timings' },
  { method: 'POST', path: '/api/v1/provisioning/mute-timings', json: timing, status: 201 },
];

const access = { tokens: { viewer: 'Viewer', editor: 'Editor' } } as const;
const titled = kinds.map((kind) => [`${kind.method ?? 'GET'} ${kind.path}: ${kind.status ?? 200}`, kind] as const);

test.for(titled)('%s', async ([, { path, status = 200, ...asking }], { skip }) => {
  skip(missingContract !== undefined, missingContract);
  const contract = await theContract();
  const { send, violations } = await openGrafana({ seed: 'tunnel', access });
  const answer = await send(path, { headers: editor, ...asking });
  expect(violations).toEqual([]);
  expect(answer.status, answer.text).toBe(status);
  const described = { method: asking.method ?? 'GET', path: path.split('?')[0] ?? '', status };
  expect(contract.answerProblems({ ...described, json: answer.json })).toEqual([]);
  expect(missedMutations({ contract, described, value: answer.json })).toEqual([]);
});

test.for([
  ['a field that the command does not have', 'POST', '/api/folders', { titel: 'x' }],
  ['a field of another type', 'POST', '/api/dashboards/db', dashboardRequest({ overwrite: 'yes' })],
  ['a required field left out', 'POST', rules, ruleRequest({ noDataState: undefined })],
  ['a state that does not exist', 'POST', rules, ruleRequest({ execErrState: 'Fail' })],
  ['a duration that is none', 'POST', rules, ruleRequest({ for: 'soon' })],
  [
    'a field that an incident does not have',
    'POST',
    `${incidents}.CreateIncident`,
    { title: 'x', severity: 'minor', label: 'x' },
  ],
  ['a field of a label that does not exist', 'POST', `${incidents}.CreateIncident`, { title: 'x', labels: [{ value: 'x' }] }],
  ['a list where a text belongs', 'POST', `${incidents}.UpdateStatus`, { incidentID: ['1'], status: 'resolved' }],
  ['a parameter that the operation does not have', 'GET', '/api/search?folderUid=x', undefined],
  ['a parameter of another type', 'GET', '/api/annotations?from=now-1h', undefined],
] as const)('refuses %s as a violation', async ([, method, path, json], { skip }) => {
  skip(missingContract !== undefined, missingContract);
  const { send, world, violations } = await openGrafana({ seed: 'tunnel', incidents: true });
  const before = world.state();
  const answer = await send(path, { method, json });
  expect(answer.status).toBe(400);
  expect(violations).toHaveLength(1);
  expect(world.state()).toEqual(before);
});

test('says why requests are not checked, where they are not', async () => {
  const { unchecked } = await openGrafana();
  expect(unchecked).toBe(missingContract);
});

const theContract = async (): Promise<Contract> => {
  const contract = await loadContract();
  if (contract === undefined) throw new Error(missingContract);
  return contract;
};

/** The changes to an answer that nobody would notice: a check that cannot fail proves nothing. */
const missedMutations = ({
  contract,
  described,
  value,
}: {
  contract: Contract;
  described: { method: string; path: string; status: number };
  value: unknown;
}): readonly string[] => {
  const isList = Array.isArray(value);
  const item: unknown = isList ? value[0] : value;
  if (!isJsonObject(item)) return [];
  const goesThrough = (changed: object): boolean =>
    contract.answerProblems({ ...described, json: isList ? [changed] : changed }).length === 0;
  return [
    ...(goesThrough({ ...item, surplus: true }) ? ['a surplus field'] : []),
    ...Object.keys(item)
      .filter((field) => !untyped.has(field))
      .filter((field) => goesThrough({ ...item, [field]: wrongFor(item[field]) }))
      .map((field) => `${field} of another type`),
    ...contract
      .requiredFields(described)
      .filter((field) => goesThrough(Object.fromEntries(Object.entries(item).filter(([name]) => name !== field))))
      .map((field) => `${field} left out`),
  ];
};

const wrongFor = (value: unknown): unknown => (typeof value === 'string' ? 17 : 'another type');

/** Fields that may hold any JSON. */
const untyped = new Set(['dashboard', 'data', 'jsonData', 'settings']);
