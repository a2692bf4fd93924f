import { compose, memoryStore } from '@lineclear/core';
import type { JsonObject } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import plugin from '../index.ts';

const known = new Set(plugin.tools.map(({ name }) => name));
const toolsIn = (text: string): readonly string[] => [...text.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, name]) => name ?? '');
const promptOf = (name: string) => plugin.prompts?.find((prompt) => prompt.name === name);
const textOf = (name: string, args: Readonly<Record<string, string>> = {}): string => String(promptOf(name)?.render({ args }));

const expected: Readonly<Record<string, readonly string[]>> = {
  set_up_monitoring: [
    'list_datasources',
    'list_prometheus_targets',
    'list_prometheus_metric_names',
    'list_prometheus_metric_metadata',
    'query_prometheus',
    'search_dashboards',
    'list_alert_rules',
    'create_dashboard',
    'run_panel_query',
    'create_alert_rule',
    'list_contact_points',
    'list_notification_policies',
    'generate_deeplink',
  ],
  document_library: ['resolve_library_id', 'get_library_docs'],
  run_incident: [
    'list_incidents',
    'list_alerts',
    'get_alert_rule',
    'create_incident',
    'query_prometheus',
    'find_error_pattern_logs',
  ],
};

test('there is a prompt for each scenario', () => {
  expect(plugin.prompts?.map(({ name }) => name)).toEqual(Object.keys(expected));
});

test.each(Object.keys(expected))('%s names the tools in their order, and only tools that there are', (name) => {
  const named = toolsIn(textOf(name));
  expect(named.filter((tool) => !known.has(tool))).toEqual([]);
  const order = expected[name] ?? [];
  expect(named.slice(0, order.length)).toEqual(order);
});

test.each(Object.keys(expected))('%s names every tool that it is offered with', (name) => {
  const named = [...toolsIn(textOf(name)), ...toolsIn(textOf(name, { incident_id: 'I-1' }))];
  expect(promptOf(name)?.tools?.filter((tool) => !named.includes(tool))).toEqual([]);
});

const url = 'http://127.0.0.1:9';

test.each<[string, JsonObject, { readOnly?: boolean }, readonly string[]]>([
  ['Grafana and Context7', { grafana: { grafana: { url } }, context7: {} }, {}, Object.keys(expected)],
  ['a Prometheus', { grafana: { prometheus: { url } } }, {}, ['set_up_monitoring', 'run_incident']],
  ['a Loki', { grafana: { loki: { url } } }, {}, ['run_incident']],
  ['Context7', { context7: {} }, {}, ['document_library']],
  ['a caller who only reads', { grafana: { grafana: { url } } }, { readOnly: true }, ['set_up_monitoring']],
])('prompts are offered with what a profile has: %s', async (_what, connections, { readOnly = false }, names) => {
  const composition = await compose({
    plugins: [plugin],
    profiles: { default: 'local', profiles: { local: { tier: 'development', connections } } },
    store: memoryStore(),
  });
  const caller = { principal: { id: 'ada' }, profile: 'local', transport: 'embedded', readOnly } as const;
  expect(composition.path.prompts(caller).map(({ name }) => name)).toEqual(names);
  await composition.close();
});

test('what is known is filled in', () => {
  expect(textOf('set_up_monitoring', { service: 'tunnel' })).toContain('the monitoring of "tunnel"');
  expect(textOf('document_library', { library: 'fastify', topic: 'hooks' })).toMatch(
    /library "fastify" for this: hooks[\s\S]+the topic "hooks"/,
  );
  const open = textOf('run_incident', { incident_id: 'I-7', symptom: 'nothing comes through' });
  expect(open).toContain('There is the incident I-7: nothing comes through.');
  expect(open).not.toMatch(/create_incident|list_incidents/);
});
