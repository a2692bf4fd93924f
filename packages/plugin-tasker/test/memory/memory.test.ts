import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { exercise, startTaskerSandbox, volumeTask } from '@lineclear/testing/tasker';
import { expect, onTestFinished, test } from 'vitest';

const program = fileURLToPath(new URL('call-all.ts', import.meta.url));

/** Calls tools in a process that is ended by the runtime as soon as its objects take more than these megabytes. */
const callWithin = async ({ megabytes, ...order }: { megabytes: number; url: string; calls: readonly unknown[] }) => {
  const limits = ['--conditions=@lineclear/source', `--max-old-space-size=${megabytes}`];
  const { stdout } = await promisify(execFile)(process.execPath, [...limits, program, JSON.stringify(order)]);
  return stdout.trim().split('\n');
};

test('a task with 5,000 steps and 50,000 dead letters fit into a small process', async () => {
  const sandbox = await startTaskerSandbox({ volume: { steps: 5_000, dlqEntries: 50_000 } });
  onTestFinished(() => sandbox.close());
  const task = { task_uuid: volumeTask };
  const calls = [
    ['task_inspect', task],
    ['task_inspect', { ...task, step_limit: 200, step_offset: 4_000 }],
    ['task_visualize', task],
    ['task_list', { status: 'incomplete', limit: 100 }],
    ['dlq_list', { limit: 100 }],
    ['dlq_list', { limit: 100, offset: 49_000 }],
    ['dlq_stats', {}],
    ['dlq_queue', { limit: 100 }],
    ['dlq_inspect', { dlq_entry_uuid: exercise.resolvedDlqEntry }],
    ['staleness_check', { limit: 100 }],
  ];
  const said = await callWithin({ megabytes: 64, url: sandbox.url, calls });
  expect(said.map((line) => line.split(' ')[0])).toEqual(calls.map(([tool]) => tool));
  const sizes = said.map((line) => Number(line.split(' ')[1]));
  expect(Math.min(...sizes)).toBeGreaterThan(500);
  expect(Math.max(...sizes)).toBeLessThan(100_000);
  // Where something was left out, the answer says so.
  const partial = said.filter((line) => line.endsWith(' false')).map((line) => line.split(' ')[0]);
  expect(new Set(partial)).toEqual(new Set(['task_inspect', 'task_list', 'dlq_list', 'dlq_queue']));
}, 300_000);
