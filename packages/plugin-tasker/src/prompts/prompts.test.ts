import { expect, test } from 'vitest';
import plugin from '../index.ts';

const known = new Set(['connection_status', ...plugin.tools.map(({ name }) => name)]);
const toolsIn = (text: string): readonly string[] => [...text.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, name]) => name ?? '');

const expected = {
  debug_stuck_task: ['connection_status', 'task_list', 'task_inspect', 'step_inspect', 'step_audit'],
  assess_system_health: [
    'connection_status',
    'system_health',
    'system_config',
    'staleness_check',
    'analytics_performance',
    'analytics_bottlenecks',
  ],
  triage_dlq: ['dlq_stats', 'dlq_queue', 'dlq_list', 'dlq_inspect', 'task_inspect', 'step_inspect'],
  review_performance: ['analytics_performance', 'analytics_bottlenecks', 'task_list'],
  remediate_dlq: ['dlq_queue', 'dlq_inspect', 'task_inspect', 'step_retry'],
  respond_to_incident: ['system_health', 'staleness_check', 'dlq_stats', 'dlq_queue', 'task_inspect', 'step_audit'],
};

test('there is a prompt for each scenario', () => {
  expect(plugin.prompts?.map(({ name }) => name)).toEqual(Object.keys(expected));
});

test.each(plugin.prompts ?? [])('$name names the tools in their order, and only tools that there are', (prompt) => {
  const text = String(prompt.render({ args: {} }));
  const named = toolsIn(text);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
  const order = Object.entries(expected).find(([name]) => name === prompt.name)?.[1] ?? [];
  expect(named.slice(0, order.length)).toEqual(order);
});

test('what is known is filled in', () => {
  const [debug] = plugin.prompts ?? [];
  const text = String(debug?.render({ args: { task_uuid: '0190c5a2-0000-7000-8000-000000000001' } }));
  expect(text).toContain('0190c5a2-0000-7000-8000-000000000001');
  expect(text).not.toContain('task_list');
});
