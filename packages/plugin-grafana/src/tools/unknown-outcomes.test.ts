import type { JsonObject } from '@lineclear/core/plugin';
import { startPlugin } from '@lineclear/testing';
import { type GrafanaFault, grafanaFaults, startGrafanaSandbox, tunnel } from '@lineclear/testing/grafana';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import plugin from '../index.ts';

const dashboard = { title: 'Fresh', panels: [] };
const rule = {
  title: 'Fresh',
  folder_uid: tunnel.folder,
  rule_group: 'tunnel',
  data: [{ refId: 'A', datasourceUid: 'loki', model: { expr: 'sum(count_over_time({job="tunnel"}[5m])) > 1' } }],
};
const silence = { matchers: ['alertname="Tunnel Down"'], end: 'now+2h', comment: 'Maintenance' };
const writes: readonly (readonly [string, JsonObject | ((ids: Ids) => JsonObject)])[] = [
  ['create_dashboard', { dashboard }],
  ['update_dashboard', { uid: tunnel.dashboard, operations: [{ op: 'replace', path: '$.title', value: 'Fresh' }] }],
  ['create_folder', { title: 'Fresh' }],
  ['create_alert_rule', rule],
  ['update_alert_rule', { uid: tunnel.rule, changes: { for: '9m' } }],
  ['delete_alert_rule', { uid: tunnel.rule }],
  ['create_silence', silence],
  ['delete_silence', (ids) => ({ silence_id: ids.silence })],
  ['create_annotation', { text: 'Deployed', time: 'now', tags: ['deploy'] }],
  ['create_incident', { title: 'Tunnel is slow', severity: 'minor' }],
  ['update_incident', (ids) => ({ incident_id: ids.incident, severity: 'critical' })],
  ['add_activity_to_incident', (ids) => ({ incident_id: ids.incident, body: 'Looking' })],
  ['resolve_incident', (ids) => ({ incident_id: ids.incident, summary: 'It closed.' })],
];

interface Ids {
  readonly silence: string;
  readonly incident: string;
}

const isWrite = ({ path, method }: { path: string; method: string }) =>
  !['GET', 'HEAD'].includes(method) && !/\.(?:Get|Query)\w+$|\/query(?:_range)?$/.test(path);

/** The whole plugin in front of a Grafana, with a silence and an incident that are there already. */
const start = async () => {
  const clock = { now: () => Date.UTC(2026, 2, 2, 12) };
  const sandbox = await startGrafanaSandbox({ seed: 'tunnel', incidents: true, clock });
  const connections = { grafana: { grafana: { url: sandbox.url, token: 'simulated-token-1' } } };
  const started = await startPlugin({ plugin, clock, connections });
  onTestFinished(async () => {
    await started.close();
    await sandbox.close();
  });
  const { outcome: silenced } = await started.confirmTool('create_silence', { ...silence, comment: 'Before' });
  const { outcome: declared } = await started.confirmTool('create_incident', { title: 'Before', severity: 'minor' });
  const ids = {
    silence: z.object({ result: z.object({ silence_id: z.string() }) }).parse(silenced).result.silence_id,
    incident: z.object({ result: z.object({ incident: z.object({ id: z.string() }) }) }).parse(declared).result.incident.id,
  };
  const fail = (fault: GrafanaFault) => sandbox.fail(fault, { accepts: isWrite });
  const before = sandbox.http.requests.filter(isWrite).length;
  const sent = () => sandbox.http.requests.filter(isWrite).slice(before);
  return { ...started, ids, fail, sent };
};

test.each(writes)('%s: a request that was cut is of unknown outcome, also when it is asked about again', async (tool, given) => {
  const { previewTool, callTool, ids, fail, sent } = await start();
  const args = typeof given === 'function' ? given(ids) : given;
  await previewTool(tool, args);
  fail(grafanaFaults.cut());
  const confirmed = { ...args, confirm: true };
  await expect(callTool(tool, confirmed)).rejects.toMatchObject({ code: 'unknown_outcome' });
  await expect(callTool(tool, confirmed)).rejects.toMatchObject({ code: 'unknown_outcome' });
  expect(sent()).toHaveLength(1);
});
