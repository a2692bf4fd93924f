import { expect, test } from 'vitest';
import plugin from '../index.ts';

const known = new Set(plugin.tools.map(({ name }) => name));
const toolsIn = (text: string): readonly string[] => [...text.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, name]) => name ?? '');

const expected: Readonly<Record<string, readonly string[]>> = {
  run_celery_task: ['task_types', 'start_background_task', 'wait_for_task', 'celery_diagnose', 'task_log'],
  debug_celery_task: ['list_active_tasks', 'get_task_status', 'celery_diagnose', 'task_log', 'queue_peek'],
};

test('there is a prompt for each scenario', () => {
  expect(plugin.prompts?.map(({ name }) => name)).toEqual(Object.keys(expected));
});

test.each(plugin.prompts ?? [])('$name names the tools in their order, and only tools that there are', (prompt) => {
  const named = toolsIn(String(prompt.render({ args: {} })));
  expect(named.filter((name) => !known.has(name))).toEqual([]);
  const order = expected[prompt.name] ?? [];
  expect(named.slice(0, order.length)).toEqual(order);
});

test('what is known is filled in', () => {
  const [run, debug] = plugin.prompts ?? [];
  expect(run?.render({ args: { task: 'metrics_snapshot' } })).toContain('"metrics_snapshot"');
  const text = String(debug?.render({ args: { task_id: 'a1b2' } }));
  expect(text).toContain('The Celery task a1b2 does not');
  expect(text).not.toContain('list_active_tasks');
});
