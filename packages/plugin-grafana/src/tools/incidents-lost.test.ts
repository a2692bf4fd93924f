import type { JsonObject } from '@lineclear/core/plugin';
import { grafanaFaults } from '@lineclear/testing/grafana';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { type SandboxedIncidents, startIncidents } from './test/start-incidents.ts';

const declare: JsonObject = { title: 'Tunnel is slow', severity: 'major' };

const open = async () => {
  const started = await startIncidents({ incidents: true });
  await started.confirmTool('create_incident', declare);
  const { incidents } = z
    .object({ incidents: z.array(z.object({ id: z.string() })) })
    .parse(await started.callTool('list_incidents'));
  return { ...started, id: incidents[0]?.id ?? '' };
};
const once = (method: string) => ({ accepts: ({ path }: { path: string }) => path.endsWith(method), times: 1 });
const confirm = ({ callTool }: SandboxedIncidents, tool: string, args: JsonObject) => callTool(tool, { ...args, confirm: true });

test('finds the incident whose answer was lost, among others of its title', async () => {
  const started = await open();
  await started.previewTool('create_incident', declare);
  started.sandbox.fail(grafanaFaults.lostAnswer(), once('CreateIncident'));
  const outcome = await confirm(started, 'create_incident', declare);
  expect(outcome).toMatchObject({ status: 'executed', warnings: [expect.stringContaining('lost')] });
  const { result } = z.object({ result: z.object({ incident: z.object({ id: z.string(), title: z.string() }) }) }).parse(outcome);
  expect(result.incident.title).toBe('Tunnel is slow');
  expect(result.incident.id).not.toBe(started.id);
  await confirm(started, 'create_incident', declare);
  expect(started.sent().filter((method) => method.endsWith('CreateIncident'))).toHaveLength(2);
});

test('does not know of a request that was cut, and sends it no second time', async () => {
  const started = await open();
  await started.previewTool('create_incident', declare);
  started.sandbox.fail(grafanaFaults.cut(), once('CreateIncident'));
  await expect(confirm(started, 'create_incident', declare)).rejects.toMatchObject({ code: 'unknown_outcome' });
  await expect(confirm(started, 'create_incident', declare)).rejects.toMatchObject({ code: 'unknown_outcome' });
  expect(started.sent().filter((method) => method.endsWith('CreateIncident'))).toHaveLength(2);
});

test.each([
  ['add_activity_to_incident', 'AddActivity', { body: 'Looking' }, { activity: { body: 'Looking' } }],
  [
    'update_incident',
    'UpdateSeverity',
    { severity: 'critical', title: 'Down' },
    { incident: { severity: 'critical', title: 'Down' } },
  ],
  ['resolve_incident', 'UpdateStatus', { summary: 'It closed.' }, { incident: { status: 'resolved' } }],
])('%s finds out that it happened when the answer was lost', async (tool, method, rest, result) => {
  const started = await open();
  const args = { incident_id: started.id, ...rest };
  await started.previewTool(tool, args);
  started.sandbox.fail(grafanaFaults.lostAnswer(), once(method));
  expect(await confirm(started, tool, args)).toMatchObject({ status: 'executed', result });
  await confirm(started, tool, args);
  expect(started.sent().filter((sent) => sent.endsWith(method))).toHaveLength(1);
});

test.each([
  ['add_activity_to_incident', 'AddActivity', { body: 'Looking' }],
  ['update_incident', 'UpdateSeverity', { severity: 'critical' }],
  ['resolve_incident', 'UpdateStatus', { summary: 'It closed.' }],
])('%s does not claim what it cannot see', async (tool, method, rest) => {
  const started = await open();
  const args = { incident_id: started.id, ...rest };
  await started.previewTool(tool, args);
  started.sandbox.fail(grafanaFaults.cut(), once(method));
  await expect(confirm(started, tool, args)).rejects.toMatchObject({ code: 'unknown_outcome' });
  expect(started.sent().filter((sent) => sent.endsWith(method))).toHaveLength(1);
});

test('a note that somebody else wrote before is not taken for this one', async () => {
  const started = await open();
  const args = { incident_id: started.id, body: 'Looking', event_time: '2026-03-02T11:00:00Z' };
  await started.confirmTool('add_activity_to_incident', args);
  await started.previewTool('add_activity_to_incident', args);
  started.sandbox.fail(grafanaFaults.cut(), once('AddActivity'));
  await expect(confirm(started, 'add_activity_to_incident', args)).rejects.toMatchObject({ code: 'unknown_outcome' });
});

test('names the steps before the one that was refused', async () => {
  const started = await open();
  const args = { incident_id: started.id, title: 'Down', severity: 'critical' };
  await started.previewTool('update_incident', args);
  started.sandbox.fail(grafanaFaults.status(403, { error: 'editors only' }), once('UpdateSeverity'));
  await expect(confirm(started, 'update_incident', args)).rejects.toMatchObject({
    code: 'forbidden',
    message: expect.stringContaining('The severity of the incident'),
    details: { steps_done: ['title is Down'] },
  });
  expect(await started.callTool('get_incident', { incident_id: started.id })).toMatchObject({
    incident: { title: 'Down', severity: 'major' },
  });
});

test('a summary that was noted is not noted again', async () => {
  const started = await open();
  const args = { incident_id: started.id, summary: 'It closed.' };
  await started.previewTool('resolve_incident', args);
  started.sandbox.fail(grafanaFaults.status(500, { error: 'try again' }), once('UpdateStatus'));
  await expect(confirm(started, 'resolve_incident', args)).rejects.toMatchObject({ code: 'unknown_outcome' });
  const second = await started.confirmTool('resolve_incident', args);
  expect(second.preview).toMatchObject({
    changes: ['status: active → resolved'],
    warnings: [expect.stringContaining('there already')],
  });
  expect(started.sent().filter((sent) => sent.endsWith('AddActivity'))).toHaveLength(1);
});
