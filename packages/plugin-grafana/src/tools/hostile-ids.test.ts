import type { JsonObject } from '@lineclear/core/plugin';
import { startPlugin } from '@lineclear/testing';
import { startGrafanaSandbox } from '@lineclear/testing/grafana';
import { expect, onTestFinished, test } from 'vitest';
import plugin from '../index.ts';

const hostile = [
  '..',
  '.',
  '../../admin',
  'a/b',
  'a\\b',
  '%2e%2e%2f',
  'a?b=c#d',
  'x'.repeat(10_000),
  'a\u0000b',
  'a\nb',
  '漢字',
  ' ',
];

const dashboard = (uid: string) => ({ uid });
const rule = (uid: string) => ({ uid });
const incident = (incident_id: string) => ({ incident_id });
const asked: readonly (readonly [string, (id: string) => JsonObject, RegExp])[] = [
  ['get_dashboard_by_uid', dashboard, /search_dashboards/],
  ['get_dashboard_summary', dashboard, /search_dashboards/],
  ['get_dashboard_panel_queries', dashboard, /search_dashboards/],
  ['run_panel_query', (uid) => ({ uid, panel_id: 1 }), /search_dashboards/],
  ['update_dashboard', (uid) => ({ uid, operations: [{ op: 'remove', path: '$.tags' }] }), /search_dashboards/],
  ['create_annotation', (dashboard_uid) => ({ text: 'x', dashboard_uid }), /search_dashboards|Correct/],
  ['generate_deeplink', (dashboard_uid) => ({ dashboard_uid }), /search_dashboards/],
  ['create_dashboard', (folder_uid) => ({ dashboard: { title: 'x' }, folder_uid }), /list_folders/],
  ['create_folder', (parent_uid) => ({ title: 'x', parent_uid }), /list_folders/],
  ['create_folder', (uid) => ({ title: 'x', uid }), /40 letters/],
  ['get_alert_rule', rule, /list_alert_rules/],
  ['get_alert_history', rule, /list_alert_rules/],
  ['update_alert_rule', (uid) => ({ uid, changes: { for: '1m' } }), /list_alert_rules/],
  ['delete_alert_rule', rule, /list_alert_rules/],
  ['delete_silence', (silence_id) => ({ silence_id }), /list_silences|Correct/],
  ['get_incident', incident, /list_incidents|Correct/],
  ['update_incident', (incident_id) => ({ incident_id, title: 'x' }), /list_incidents|Correct/],
  ['add_activity_to_incident', (incident_id) => ({ incident_id, body: 'x' }), /list_incidents|Correct/],
  ['resolve_incident', (incident_id) => ({ incident_id, summary: 'x' }), /list_incidents|Correct/],
];

test('an id that can be none is refused with what to do next, and no path is made of it', async () => {
  const sandbox = await startGrafanaSandbox({ seed: 'tunnel', incidents: true });
  const connections = { grafana: { grafana: { url: sandbox.url, token: 'simulated-token-1' } } };
  const { answer, close } = await startPlugin({ plugin, connections });
  onTestFinished(async () => {
    await close();
    await sandbox.close();
  });
  for (const [tool, argumentsOf, hint] of asked) {
    for (const id of hostile) {
      const found = await answer(tool, argumentsOf(id));
      const about = `${tool} ${JSON.stringify(id.slice(0, 20))}`;
      expect(found, about).toMatchObject({
        kind: 'error',
        error: { code: expect.stringMatching(/^(?:not_found|invalid_input)$/) },
      });
      if (found.kind !== 'error') continue;
      expect(found.error.hint, about).toMatch(hint);
      expect(found.error.message.length, about).toBeLessThan(250);
      expect(found.error.message, about).not.toMatch(/path|segment/);
    }
  }
  const plain = /^\/(?:api|apis)(?:\/[\w.:-]+)*$/;
  expect(sandbox.http.requests.map(({ path }) => path).filter((path) => !plain.test(path))).toEqual([]);
  expect(sandbox.violations).toEqual([]);
});
