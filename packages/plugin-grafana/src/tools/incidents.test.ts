import type { JsonObject } from '@lineclear/core/plugin';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { startIncidents } from './test/start-incidents.ts';

const declare: JsonObject = {
  title: 'Tunnel is slow',
  severity: 'major',
  labels: ['component:circuit-breaker', 'customer-facing'],
  attach_url: 'https://grafana.example.com/d/tunnel-health',
  attach_caption: 'Tunnel Health',
};
const idOf = (outcome: JsonObject): string =>
  z.object({ result: z.object({ incident: z.object({ id: z.string() }) }) }).parse(outcome).result.incident.id;

describe.each([
  ['grafana-irm', true],
  ['local', false],
] as const)('%s', (backend, incidents) => {
  const open = async () => {
    const started = await startIncidents({ incidents });
    const { outcome } = await started.confirmTool('create_incident', declare);
    return { ...started, outcome, id: idOf(outcome) };
  };

  test('declares an incident once it is confirmed', async () => {
    const { previewTool, callTool, confirmTool, sent } = await startIncidents({ incidents });
    expect(await previewTool('create_incident', declare)).toMatchObject({
      description: 'Declare the incident "Tunnel is slow" as major (test).',
      risk: 'additive',
      changes: [
        '+ label component:circuit-breaker',
        '+ label customer-facing',
        '+ attachment https://grafana.example.com/d/tunnel-health',
      ],
      details: { backend },
      warnings: incidents ? [] : [expect.stringContaining('nobody is notified')],
    });
    expect([sent(), (await callTool('list_incidents'))['incidents']]).toEqual([[], []]);
    const { outcome } = await confirmTool('create_incident', declare);
    const incident = {
      id: expect.any(String),
      incidentId: idOf(outcome),
      title: 'Tunnel is slow',
      status: 'active',
      severity: 'major',
      drill: false,
      labels: [
        { key: 'component', value: 'circuit-breaker', label: 'component:circuit-breaker' },
        { key: 'tags', value: 'customer-facing', label: 'customer-facing' },
      ],
      created_at: '2026-03-02T12:00:00.000Z',
    };
    expect(outcome).toMatchObject({ result: { backend, incident } });
    expect(await callTool('list_incidents')).toMatchObject({ backend, incidents: [incident], has_more: false });
    expect(await callTool('get_incident', { incident_id: idOf(outcome) })).toMatchObject({ backend, incident });
    expect(sent()).toEqual(incidents ? ['IncidentsService.CreateIncident'] : []);
  });

  test('shows the activity by event time, latest first, with who did it and what is attached', async () => {
    const { confirmTool, callTool, pass, id } = await open();
    pass(10 * 60_000);
    await confirmTool('add_activity_to_incident', { incident_id: id, body: 'The breaker closed' });
    await confirmTool('add_activity_to_incident', { incident_id: id, body: 'The breaker opened', event_time: 'now-5m' });
    await confirmTool('add_activity_to_incident', { incident_id: id, body: 'It had been slow', event_time: 'now-1h' });
    expect(await callTool('get_incident', { incident_id: id, activity_limit: 2 })).toMatchObject({
      activity: [
        { kind: 'userNote', body: 'The breaker closed', event_time: '2026-03-02T12:10:00.000Z' },
        { kind: 'userNote', body: 'The breaker opened', event_time: '2026-03-02T12:05:00.000Z' },
      ],
      has_more_activity: true,
    });
    expect(await callTool('get_incident', { incident_id: id })).toMatchObject({ has_more_activity: false });
    const { activity } = z
      .object({ activity: z.array(z.looseObject({})) })
      .parse(await callTool('get_incident', { incident_id: id }));
    expect(activity.at(-1)).toMatchObject({ body: 'It had been slow' });
    expect(activity.at(-2)).toMatchObject({
      kind: 'incidentCreated',
      by: expect.stringMatching(/./),
      attachments: [{ url: 'https://grafana.example.com/d/tunnel-health', caption: 'Tunnel Health' }],
    });
  });

  test('warns of an incident with the same title, and is stale when one is declared meanwhile', async () => {
    const { previewTool, callTool, confirmTool, id } = await open();
    const second = { ...declare, title: ' tunnel is SLOW' };
    const { warnings } = await previewTool('create_incident', second);
    expect(warnings).toContain(`An incident with this title is open since "2026-03-02T12:00:00.000Z": "${id}".`);
    await confirmTool('create_incident', { ...declare, severity: 'minor' });
    await expect(callTool('create_incident', { ...second, confirm: true })).rejects.toMatchObject({ code: 'stale' });
  });

  test('says what a text without a link and a time in the future come to', async () => {
    const { previewTool, id } = await open();
    const alone = { title: 'Other', severity: 'minor', attach_caption: 'Tunnel Health' };
    expect((await previewTool('create_incident', alone))['warnings']).toContain(
      'attach_caption is the text of a link: without attach_url it is left out.',
    );
    const note = { incident_id: id, body: 'The breaker opened', event_time: 'now+1h' };
    expect(await previewTool('add_activity_to_incident', note)).toMatchObject({
      details: { event_time: '2026-03-02T13:00:00.000Z' },
      warnings: ['Its time has not come yet.'],
    });
  });

  test('changes title, severity and status, and names the steps', async () => {
    const { confirmTool, previewTool, id, sent } = await open();
    const change = { incident_id: id, severity: 'critical', title: 'Tunnel is down', status: 'active' };
    expect(await previewTool('update_incident', change)).toMatchObject({
      description: 'Change the title and severity of the incident "Tunnel is slow" (test).',
      changes: ['title: "Tunnel is slow" → "Tunnel is down"', 'severity: major → critical'],
      warnings: incidents ? [expect.stringContaining('2 requests')] : [],
    });
    const { outcome } = await confirmTool('update_incident', change);
    expect(outcome).toMatchObject({ result: { incident: { title: 'Tunnel is down', severity: 'critical', status: 'active' } } });
    expect(sent().slice(1)).toEqual(incidents ? ['IncidentsService.UpdateTitle', 'IncidentsService.UpdateSeverity'] : []);
  });

  test('refuses a change of nothing', async () => {
    const { callTool, id } = await open();
    await expect(callTool('update_incident', { incident_id: id })).rejects.toMatchObject({ code: 'invalid_input' });
    const same = { incident_id: id, severity: 'Major', status: 'active' };
    await expect(callTool('update_incident', same)).rejects.toMatchObject({ code: 'conflict', details: { reason: 'no_change' } });
  });

  test('resolves with a summary, and says how long it was open', async () => {
    const { confirmTool, callTool, pass, id } = await open();
    pass(2 * 3_600_000 + 5 * 60_000);
    const { preview, outcome } = await confirmTool('resolve_incident', { incident_id: id, summary: 'The breaker closed.' });
    expect(preview).toMatchObject({
      description: 'Resolve the incident "Tunnel is slow" (test) after 2 h 5 min.',
      changes: ['+ The breaker closed.', 'status: active → resolved'],
    });
    const closed = { status: 'resolved', closed_at: '2026-03-02T14:05:00.000Z', duration_s: 7_500 };
    expect(outcome).toMatchObject({ result: { backend, incident: closed } });
    expect(await callTool('get_incident', { incident_id: id })).toMatchObject({
      incident: closed,
      activity: [
        { kind: 'incidentStatusChanged', body: 'resolved' },
        { kind: 'userNote', body: 'The breaker closed.' },
        { kind: expect.anything() },
        ...(incidents ? [{ kind: 'incidentCreated' }] : []),
      ].slice(0, incidents ? 4 : 3),
    });
    await expect(callTool('resolve_incident', { incident_id: id, summary: 'Again.' })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'already_resolved' },
    });
  });

  test('a resolution that came first makes the confirmation stale', async () => {
    const { previewTool, callTool, confirmTool, id } = await open();
    const resolve = { incident_id: id, summary: 'The breaker closed.' };
    await previewTool('resolve_incident', resolve);
    await confirmTool('update_incident', { incident_id: id, status: 'resolved' });
    await expect(callTool('resolve_incident', { ...resolve, confirm: true })).rejects.toMatchObject({ code: 'stale' });
  });

  test('lists by status and drill, and says that there are more', async () => {
    const { confirmTool, callTool, id } = await open();
    await confirmTool('create_incident', { title: 'An exercise', severity: 'minor', drill: true });
    await confirmTool('create_incident', { title: 'Disk is full', severity: 'minor' });
    await confirmTool('update_incident', { incident_id: id, status: 'resolved' });
    const titles = async (args: JsonObject) =>
      z
        .object({ incidents: z.array(z.object({ title: z.string() })) })
        .parse(await callTool('list_incidents', args))
        .incidents.map(({ title }) => title);
    expect(await titles({})).toEqual(['Disk is full', 'Tunnel is slow']);
    expect(await titles({ status: 'resolved' })).toEqual(['Tunnel is slow']);
    expect(await titles({ drill: true })).toEqual(['Disk is full', 'An exercise', 'Tunnel is slow']);
    expect(await callTool('list_incidents', { limit: 1 })).toMatchObject({ has_more: true });
  });

  test.each<[string, JsonObject]>([
    ['get_incident', {}],
    ['update_incident', { status: 'resolved' }],
    ['add_activity_to_incident', { body: 'Looking' }],
    ['resolve_incident', { summary: 'It is over.' }],
  ])('%s says that there is none', async (tool, rest) => {
    const { callTool } = await startIncidents({ incidents });
    for (const incident_id of ['local-7', '999', '../x', 'local-99999999']) {
      await expect(callTool(tool, { incident_id, ...rest })).rejects.toMatchObject({
        code: 'not_found',
        hint: 'Take an id of list_incidents.',
        details: { reason: 'no_incident' },
      });
    }
  });

  test.each<JsonObject>([
    { title: '  ' },
    { title: 'x'.repeat(201) },
    { labels: [''] },
    { attach_url: 'javascript:alert(1)' },
    { attach_url: 'not an address' },
    { attach_url: 'https://ada:secret@example.com/' },
  ])('refuses %j', async (change) => {
    const { callTool } = await startIncidents({ incidents });
    await expect(callTool('create_incident', { ...declare, ...change })).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
