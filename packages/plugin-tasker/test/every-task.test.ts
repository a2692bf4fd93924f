import { type StartedPlugin, startPlugin } from '@lineclear/testing';
import { startTaskerSandbox, volumeTask } from '@lineclear/testing/tasker';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import tasker from '../src/index.ts';

const clock = { now: () => Date.UTC(2026, 2, 2, 12) };

const start = async (volume: { steps?: number; dlqEntries?: number }): Promise<StartedPlugin> => {
  const sandbox = await startTaskerSandbox({ clock, volume });
  const started = await startPlugin({
    plugin: tasker,
    clock,
    connections: { tasker: { url: sandbox.url } },
    limits: { callsPerSecond: 1_000_000, pendingPlans: 100_000, pendingBytes: 1 << 30 },
  });
  onTestFinished(async () => {
    await started.close();
    await sandbox.close();
  });
  return started;
};

const page = z.object({ tasks: z.array(z.object({ task_uuid: z.string() })), next_offset: z.int().nullable() });
const inspected = z.object({ steps: z.array(z.object({ step_uuid: z.string() })) });
const entries = z.object({ entries: z.array(z.object({ dlq_entry_uuid: z.string() })) });
const taskTools = ['task_inspect', 'task_visualize', 'task_cancel'];
const reason = 'A look';
const stepTools = {
  step_inspect: {},
  step_audit: {},
  step_retry: { reason },
  step_resolve: { reason },
  step_complete: { reason, result: { total: 1 } },
};

/** What a tool answers to arguments of which it takes those it knows; refusals of the domain are answers too. */
const outcome = async ({ answer }: StartedPlugin, tool: string, args: Readonly<Record<string, unknown>>): Promise<string> => {
  const found = await answer(tool, JSON.parse(JSON.stringify(args)));
  return found.kind === 'error' ? found.error.code : found.kind;
};

// Thousands of calls, which take longer than others on a busy machine.
test('every task, step and dead letter of the history fits every tool', { timeout: 300_000 }, async () => {
  const started = await start({});
  const outcomes = new Map<string, number>();
  const ask = async (tool: string, args: Readonly<Record<string, unknown>>): Promise<void> => {
    const key = `${tool} ${await outcome(started, tool, args)}`;
    outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
  };
  for (let offset: number | null = 0; offset !== null;) {
    const { tasks, next_offset: next } = page.parse(await started.callTool('task_list', { limit: 50, offset }));
    for (const { task_uuid } of tasks) {
      for (const tool of taskTools) await ask(tool, { task_uuid });
      const { steps } = inspected.parse(await started.callTool('task_inspect', { task_uuid }));
      for (const { step_uuid } of steps)
        for (const [tool, more] of Object.entries(stepTools)) await ask(tool, { task_uuid, step_uuid, ...more });
    }
    offset = next;
  }
  const { entries: found } = entries.parse(await started.callTool('dlq_list', { limit: 100 }));
  for (const { dlq_entry_uuid } of found) {
    await ask('dlq_inspect', { dlq_entry_uuid });
    await ask('dlq_update', { dlq_entry_uuid, resolution_notes: 'Seen' });
  }
  const [...kinds] = outcomes.keys();
  // A task that has ended is not cancelled, a step that did not fail is not reset; nothing else is refused.
  expect(kinds.filter((key) => !key.endsWith(' value')).toSorted()).toEqual(['step_retry conflict', 'task_cancel conflict']);
  expect(outcomes.get('step_audit value') ?? 0).toBeGreaterThan(100);
});

test('a task of very many steps and a long queue fit too, and every answer stays within its size', async () => {
  const started = await start({ steps: 2_000, dlqEntries: 2_000 });
  const { steps } = inspected.parse(await started.callTool('task_inspect', { task_uuid: volumeTask, step_limit: 200 }));
  const calls = [
    ...taskTools.map((tool) => ({ tool, args: { task_uuid: volumeTask } })),
    ...['step_inspect', 'step_audit'].map((tool) => ({ tool, args: { task_uuid: volumeTask, step_uuid: steps[0]?.step_uuid } })),
    ...['dlq_stats', 'dlq_queue', 'staleness_check', 'analytics_bottlenecks'].map((tool) => ({ tool, args: {} })),
    { tool: 'dlq_list', args: { limit: 100 } },
    { tool: 'task_list', args: { limit: 100, status: 'error' } },
  ];
  for (const { tool, args } of calls) {
    const found = await started.answer(tool, JSON.parse(JSON.stringify(args)));
    expect({ tool, kind: found.kind }).toEqual({ tool, kind: 'value' });
    expect(JSON.stringify(found).length).toBeLessThan(250_000);
  }
});
