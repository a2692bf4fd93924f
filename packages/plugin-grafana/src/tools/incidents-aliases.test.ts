import type { JsonObject } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { startIncidents } from './test/start-incidents.ts';

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

test.each([true, false])('older names and shapes, with the plugin: %s', async (incidents) => {
  const { confirmTool, previewTool, callTool, sandbox } = await startIncidents({ incidents });
  expect(await previewTool('mcp_grafana_create_incident', declare)).toMatchObject({
    status: 'preview',
    ticket: expect.any(String),
  });
  const { outcome } = await confirmTool('mcp_grafana_create_incident', declare);
  const { id } = z.object({ id: z.string() }).parse(outcome);
  expect(outcome).toMatchObject({ incidentId: id, status: 'executed' });
  const { result } = await callTool('mcp_grafana_list_incidents', { status: 'active', limit: 5 });
  const list = z
    .array(z.object({ id: z.string(), labels: z.array(z.object({ key: z.string(), value: z.string() })) }))
    .parse(result);
  expect(list.find(({ labels }) => labels.some(({ key, value }) => key === 'component' && value === 'circuit-breaker'))?.id).toBe(
    id,
  );
  expect(list[0]?.labels).toMatchObject([{ key: 'component' }, { key: 'tags', value: 'tunnel' }, { key: 'team', value: 'edge' }]);
  await confirmTool('mcp_grafana_add_activity_to_incident', {
    incidentId: id,
    body: 'Looking',
    eventTime: '2026-03-02T11:58:00Z',
  });
  await confirmTool('mcp_grafana_update_incident', { incidentId: id, severity: 'major' });
  await confirmTool('mcp_grafana_resolve_incident', { incidentId: id, summary: 'It closed by itself.' });
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
  const { confirmTool, sandbox } = await startIncidents({ incidents: true });
  await confirmTool('mcp_grafana_create_incident', { ...declare, attachUrl: '', attachCaption: '' });
  const sent = sandbox.http.requests.find(({ path }) => path.endsWith('CreateIncident'))?.json;
  expect(sent).not.toHaveProperty('attachURL');
});
