import type { JsonObject } from '@lineclear/core/plugin';
import { startPlugin } from '@lineclear/testing';
import { expect, onTestFinished, test } from 'vitest';
import grafana from '../src/index.ts';

const url = 'http://127.0.0.1:9';
const everywhere = ['datasources', 'incidents', 'library-docs'];
const aboutRules = ['list_alert_rules', 'get_alert_rule', 'get_alert_history'];
const ofAlertmanagers = [
  'list_alerts',
  'list_silences',
  'create_silence',
  'delete_silence',
  'list_contact_points',
  'list_notification_policies',
];

const toolsOf = (toolsets: readonly string[]): readonly string[] =>
  grafana.tools.flatMap(({ name, toolset }) => (toolsets.includes(toolset) ? [name] : []));

const offered = async (connections: JsonObject): Promise<readonly string[]> => {
  const { composition, caller, close } = await startPlugin({ plugin: grafana, connections });
  onTestFinished(close);
  const own = new Set(grafana.tools.map(({ name }) => name));
  return composition.tools(caller).flatMap(({ name }) => (own.has(name) ? [name] : []));
};

test.each<[what: string, servers: JsonObject, tools: readonly string[]]>([
  ['Grafana', { grafana: { url } }, grafana.tools.map(({ name }) => name)],
  ['a Prometheus', { prometheus: { url } }, [...toolsOf([...everywhere, 'prometheus']), ...aboutRules]],
  ['a Loki', { loki: { url } }, toolsOf([...everywhere, 'loki'])],
  ['an Alertmanager', { alertmanager: { url } }, [...toolsOf(everywhere), ...ofAlertmanagers]],
])('a profile with %s lists the tools that work there, and no others', async (_what, servers, tools) => {
  expect((await offered({ grafana: servers, context7: {} })).toSorted()).toEqual(tools.toSorted());
});

test('Context7 alone lists the documentation of libraries', async () => {
  expect((await offered({ context7: {} })).toSorted()).toEqual(toolsOf(['library-docs']).toSorted());
});

test('a tool that is not listed says what it needs', async () => {
  const { answer, close } = await startPlugin({ plugin: grafana, connections: { grafana: { prometheus: { url } } } });
  onTestFinished(close);
  expect(await answer('query_loki_logs', { logql: '{service="tunnel"}' })).toMatchObject({
    error: {
      code: 'not_configured',
      message: 'The profile "test" has no Grafana or Loki.',
      hint: expect.stringContaining('add loki: { url }'),
    },
  });
  expect(await answer('search_dashboards')).toMatchObject({
    error: { code: 'not_configured', message: 'The profile "test" has no Grafana.' },
  });
});
