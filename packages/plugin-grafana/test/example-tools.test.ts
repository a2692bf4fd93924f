import type { JsonObject } from '@lineclear/core/plugin';
import { prometheusBinary, skipWithout, startPlugin } from '@lineclear/testing';
import { type SeededPrometheus, startGrafanaSandbox, startSeededPrometheus } from '@lineclear/testing/grafana';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { panelsOf } from '../src/dashboards/normalise/panels.ts';
import grafana from '../src/index.ts';
import { arrayAt, isObject, numberAt, textAt } from '../src/json/json-value.ts';
import { readDashboards, readRules } from './example/read-example.ts';

const folder = { folder_uid: 'tunnel-monitoring', folder_title: 'Tunnel Monitoring' };
const noonMs = Date.UTC(2026, 2, 2, 12);
const minuteMs = 60_000;

/** A rule as the arguments of create_alert_rule, which have the names of the tool. */
const asArguments = (rule: JsonObject): JsonObject => {
  const { ruleGroup = '', folderUID: _folder, noDataState = '', execErrState = '', isPaused = false, ...others } = rule;
  return {
    ...others,
    ...folder,
    rule_group: ruleGroup,
    no_data_state: noDataState,
    exec_err_state: execErrState,
    is_paused: isPaused,
  };
};

describe.skipIf(skipWithout(prometheusBinary))('the example through the tools', () => {
  let prometheus: SeededPrometheus;
  beforeAll(async () => {
    prometheus = await startSeededPrometheus({ endMs: noonMs, minutes: 60 });
  });
  afterAll(() => prometheus.stop());

  const start = async ({ nowMs = noonMs }: { nowMs?: number } = {}) => {
    const clock = { now: () => nowMs };
    const sandbox = await startGrafanaSandbox({ seed: 'empty', prometheus: prometheus.url, clock });
    onTestFinished(() => sandbox.close());
    const started = await startPlugin({ plugin: grafana, clock, connections: { grafana: { grafana: { url: sandbox.url } } } });
    onTestFinished(started.close);
    return { ...started, sandbox };
  };

  test('the dashboards are created as they are, the first one with its folder', async () => {
    const { previewTool, confirmTool, callTool, sandbox } = await start();
    for (const [index, dashboard] of readDashboards().entries()) {
      const args = { dashboard, ...folder };
      const preview = await previewTool('create_dashboard', args);
      expect(preview).toMatchObject({ risk: 'additive', details: { normalised: [], expressions: [] } });
      expect(preview['warnings'] ?? []).toHaveLength(index === 0 ? 1 : 0);
      const { outcome } = await confirmTool('create_dashboard', args);
      const uid = textAt(dashboard, 'uid') ?? '';
      expect(outcome).toMatchObject({ status: 'executed', result: { uid, folder_uid: folder.folder_uid } });
      const saved = await fetch(`${sandbox.url}/api/dashboards/uid/${uid}`);
      expect(await saved.json()).toMatchObject({ dashboard, meta: { folderUid: folder.folder_uid } });
    }
    expect(sandbox.violations).toEqual([]);
    expect(await callTool('search_dashboards', { tags: ['tunnel'] })).toMatchObject({
      dashboards: [{ uid: 'tunnel-errors' }, { uid: 'tunnel-health' }, { uid: 'tunnel-performance' }],
    });
  });

  test('every panel of them has data for all jobs, in the range of its dashboard', async () => {
    const { confirmTool, callTool } = await start();
    const variables = { datasource: 'prometheus' };
    for (const dashboard of readDashboards()) {
      const uid = textAt(dashboard, 'uid') ?? '';
      await confirmTool('create_dashboard', { dashboard, ...folder });
      for (const { panel } of panelsOf(dashboard)) {
        const answer = await callTool('run_panel_query', { uid, panel_id: numberAt(panel, 'id') ?? 0, variables });
        const queries = arrayAt(answer, 'queries').filter(isObject);
        expect(queries).toHaveLength(arrayAt(panel, 'targets').length);
        for (const query of queries) {
          expect(query).toMatchObject({ status: 'ok', datasource: 'prometheus' });
          expect(query).not.toHaveProperty('unresolved');
          expect(numberAt(query, 'total')).toBeGreaterThan(0);
        }
      }
    }
  });

  test('the alerts are created as they are, and none fires while all is well', async () => {
    const { previewTool, confirmTool, sandbox } = await start();
    for (const rule of readRules()) {
      const preview = await previewTool('create_alert_rule', asArguments(rule));
      expect(preview).toMatchObject({ details: { evaluation: { outcome: 'normal', firing: 0, series: 1 } } });
      const { outcome } = await confirmTool('create_alert_rule', asArguments(rule));
      expect(outcome).toMatchObject({ status: 'executed', result: { uid: rule['uid'], title: rule['title'] } });
      const saved = await fetch(`${sandbox.url}/api/v1/provisioning/alert-rules/${textAt(rule, 'uid')}`);
      expect(await saved.json()).toMatchObject({ ...rule });
    }
    expect(sandbox.violations).toEqual([]);
  });

  test('the published name takes the files themselves', async () => {
    const { callTool, sandbox } = await start();
    for (const rule of readRules()) {
      const { ticket = null } = await callTool('mcp_grafana_create_alert_rule', rule);
      const created = await callTool('mcp_grafana_create_alert_rule', { ...rule, confirm: true, ticket });
      expect(created).toMatchObject({ uid: rule['uid'] });
    }
    expect(sandbox.violations).toEqual([]);
  });

  test('every alert would fire half an hour ago, when the upstream failed', async () => {
    const { previewTool } = await start({ nowMs: noonMs - 30 * minuteMs });
    for (const rule of readRules())
      expect(await previewTool('create_alert_rule', asArguments(rule))).toMatchObject({
        details: { evaluation: { outcome: 'fires', firing: 1, sample: [{ labels: { job: 'tunnel' } }] } },
      });
  });
});
