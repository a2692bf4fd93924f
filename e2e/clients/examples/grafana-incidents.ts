import { documentedLibraries, tunnel } from '@lineclear/testing/grafana';
import { expect } from 'vitest';
import type { Example } from '../example.ts';
import { seededIds } from '../grafana-sandbox.ts';
import type { World } from '../world.ts';

const { incident } = await seededIds();
const nobody = { incident_id: '999999' };
const additive = { risk: 'additive', approval: { required: 'model' } };
const solved = 'The upstream refused connections; it was restarted.';

const incidentNow = ({ grafana }: World, title: string) => grafana?.state().incidents.find((one) => one.title === title);
const openedIncident = (world: World) => incidentNow(world, 'Circuit breaker open');

export const incidentReads: readonly Example[] = [
  {
    tool: 'list_incidents',
    args: { status: 'active' },
    answers: {
      backend: 'grafana-irm',
      incidents: [{ id: incident, title: 'Circuit breaker open', severity: 'critical', drill: false }],
      has_more: false,
    },
    error: { args: { limit: 0 }, code: 'invalid_input' },
  },
  {
    tool: 'get_incident',
    args: { incident_id: incident },
    answers: { incident: { incidentId: incident, status: 'active' }, activity: [{ kind: 'incidentCreated' }] },
    error: { args: nobody, code: 'not_found' },
  },
  {
    tool: 'resolve_library_id',
    args: { library_name: 'tunnel', query: 'circuit breaker' },
    answers: {
      library_id: documentedLibraries.tunnel,
      candidates: [{ trust: 'High', snippets: 5 }, { library_id: documentedLibraries.proxy }, { state: 'processing' }],
    },
    error: { args: { library_name: 'nothing-like-it' }, code: 'not_found' },
  },
  {
    tool: 'get_library_docs',
    args: { library_id: '/example/old-tunnel', topic: 'circuit breaker', tokens: 100 },
    answers: {
      library_id: documentedLibraries.tunnel,
      redirected_from: documentedLibraries.moved,
      snippets: 1,
      left_out: 4,
    },
    error: { args: { library_id: '/example/nothing' }, code: 'not_found' },
  },
  {
    tool: 'generate_deeplink',
    args: { resource_type: 'panel', dashboard_uid: tunnel.dashboard, panel_id: 2, start: 'now-1h' },
    answers: { url: expect.stringMatching(/\/d\/tunnel-overview\?from=now-1h&to=now&viewPanel=2$/) },
    error: { args: { resource_type: 'panel', dashboard_uid: tunnel.dashboard }, code: 'invalid_input' },
  },
  {
    tool: 'get_annotations',
    args: { type: 'alert', dashboard_uid: tunnel.dashboard },
    answers: { annotations: [{ panel_id: 1, alert: { name: 'Tunnel Down', from: 'normal', to: 'firing' } }], has_more: false },
    error: { args: { start: 'now', end: 'now-1h' }, code: 'invalid_input' },
  },
];

export const incidentWrites: readonly Example[] = [
  {
    tool: 'create_annotation',
    args: { text: 'Deployed 2.1.0', tags: ['deploy'], dashboard_uid: tunnel.dashboard, panel_id: 1 },
    answers: { ...additive, changes: ['+ Deployed 2.1.0', '+ tag deploy'] },
    executes: {
      result: { annotation: { text: 'Deployed 2.1.0', tags: ['deploy'], panel_id: 1 } },
      afterwards: ({ grafana }) => grafana?.state().annotations.filter(({ tags }) => tags.includes('deploy')),
      found: [{ text: 'Deployed 2.1.0', tags: ['deploy'], dashboardUid: tunnel.dashboard }],
    },
    error: { args: { text: 'Lost', dashboard_uid: 'nowhere' }, code: 'not_found' },
  },
  {
    tool: 'create_incident',
    args: { title: 'Tunnel is slow', severity: 'minor', labels: ['component:tunnel'] },
    answers: { ...additive, changes: ['+ label component:tunnel'], details: { backend: 'grafana-irm' } },
    executes: {
      result: {
        backend: 'grafana-irm',
        incident: {
          title: 'Tunnel is slow',
          status: 'active',
          labels: [{ key: 'component', value: 'tunnel', label: 'component:tunnel' }],
        },
      },
      afterwards: (world) => incidentNow(world, 'Tunnel is slow')?.severity,
      found: 'minor',
    },
    error: { args: { title: '', severity: 'minor' }, code: 'invalid_input' },
  },
  {
    tool: 'update_incident',
    args: { incident_id: incident, severity: 'major' },
    answers: { risk: 'reversible', changes: ['severity: critical → major'] },
    executes: {
      result: { incident: { incidentId: incident, severity: 'major' } },
      afterwards: (world) => openedIncident(world)?.severity,
      found: 'major',
    },
    error: { args: { incident_id: incident, severity: 'critical' }, code: 'conflict' },
  },
  {
    tool: 'add_activity_to_incident',
    args: { incident_id: incident, body: 'The upstream is back' },
    answers: { ...additive, changes: ['+ The upstream is back'] },
    executes: {
      result: { incident_id: incident, activity: { kind: 'userNote', body: 'The upstream is back' } },
      afterwards: (world) => openedIncident(world)?.activity.filter(({ kind }) => kind === 'userNote'),
      found: [{ kind: 'userNote', body: 'The upstream is back' }],
    },
    error: { args: { ...nobody, body: 'Lost' }, code: 'not_found' },
  },
  {
    tool: 'resolve_incident',
    args: { incident_id: incident, summary: solved },
    answers: { risk: 'reversible', changes: [`+ ${solved}`, 'status: active → resolved'] },
    executes: {
      result: { incident: { id: incident, status: 'resolved' } },
      afterwards: (world) => {
        const { status, activity } = openedIncident(world) ?? {};
        return { status, noted: activity?.some(({ body }) => body === solved) };
      },
      found: { status: 'resolved', noted: true },
    },
    error: { args: { ...nobody, summary: solved }, code: 'not_found' },
  },
];
