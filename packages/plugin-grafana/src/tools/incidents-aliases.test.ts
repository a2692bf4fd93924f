import type { JsonObject } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { type SandboxedIncidents, startIncidents } from './test/start-incidents.ts';

const declare: JsonObject = {
  title: 'Circuit breaker is open',
  severity: 'critical',
  roomPrefix: 'incident',
  isDrill: false,
  status: 'active',
  attachUrl: 'https://grafana.example.com/d/tunnel-health',
  attachCaption: 'Tunnel Health',
  labels: [{ key: 'component', label: 'circuit-breaker' }, { label: 'tunnel' }, { key: 'team', value: 'edge' }],
};

/** What the second of the two same calls answers. */
const write = async ({ previewTool, callTool }: SandboxedIncidents, tool: string, args: JsonObject): Promise<JsonObject> => {
  const { ticket } = await previewTool(tool, args);
  return callTool(tool, { ...args, confirm: true, ticket: ticket ?? null });
};

test.each([true, false])('older names and shapes, with the plugin: %s', async (incidents) => {
  const started = await startIncidents({ incidents });
  const { previewTool, callTool, sandbox } = started;
  expect(await previewTool('mcp_grafana_create_incident', declare)).toMatchObject({
    status: 'preview',
    ticket: expect.any(String),
  });
  const declared = await write(started, 'mcp_grafana_create_incident', declare);
  const { id } = z.object({ id: z.string() }).parse(declared);
  expect(declared).toMatchObject({ incidentId: id, status: 'active', severity: 'critical', title: declare['title'] });
  expect(declared['labels']).toMatchObject([
    { key: 'component', value: 'circuit-breaker' },
    { key: 'tags', value: 'tunnel' },
    { key: 'team', value: 'edge' },
  ]);
  expect(declared).not.toHaveProperty('result');
  const { result } = await callTool('mcp_grafana_list_incidents', { status: 'active', limit: 5 });
  const list = z
    .array(z.object({ id: z.string(), labels: z.array(z.object({ key: z.string(), value: z.string() })) }))
    .parse(result);
  expect(list.find(({ labels }) => labels.some(({ key, value }) => key === 'component' && value === 'circuit-breaker'))?.id).toBe(
    id,
  );
  const looking = { incidentId: id, body: 'Looking', eventTime: '2026-03-02T11:58:00Z' };
  const note = await write(started, 'mcp_grafana_add_activity_to_incident', looking);
  expect(note).toMatchObject({ id: expect.any(String), body: 'Looking', event_time: '2026-03-02T11:58:00.000Z' });
  const changed = await write(started, 'mcp_grafana_update_incident', { incidentId: id, severity: 'major' });
  expect(changed).toMatchObject({ id, status: 'active', severity: 'major' });
  const ended = await write(started, 'mcp_grafana_resolve_incident', { incidentId: id, summary: 'It closed by itself.' });
  expect(ended).toMatchObject({ id, status: 'resolved' });
  expect(await callTool('mcp_grafana_get_incident', { id })).toMatchObject({
    id,
    status: 'resolved',
    severity: 'major',
    activity: expect.arrayContaining([expect.objectContaining({ body: 'Looking', event_time: '2026-03-02T11:58:00.000Z' })]),
  });
  const sent = sandbox.http.requests.find(({ path }) => path.endsWith('CreateIncident'))?.json;
  if (incidents)
    expect(sent).toMatchObject({ labels: [{ label: 'component:circuit-breaker' }, { label: 'tunnel' }, { label: 'team:edge' }] });
});

test('empty attachments of older callers are left out', async () => {
  const started = await startIncidents({ incidents: true });
  const { sandbox } = started;
  await write(started, 'mcp_grafana_create_incident', { ...declare, attachUrl: '', attachCaption: '' });
  const sent = sandbox.http.requests.find(({ path }) => path.endsWith('CreateIncident'))?.json;
  expect(sent).not.toHaveProperty('attachURL');
});
