import { exercise, volumeTask } from '@lineclear/testing/tasker';
import { expect, test } from 'vitest';
import { startActions } from './test/start-actions.ts';

test('a task with thousands of steps is previewed in few words, with the counts', async () => {
  const { previewTool, callTool, sandbox } = await startActions({ volume: { steps: 5_000 } });
  const [first] = sandbox.world.task(volumeTask).steps;
  const retry = { task_uuid: volumeTask, step_uuid: first?.uuid ?? '', reason: 'x' };
  await expect(callTool('step_retry', retry)).rejects.toMatchObject({ details: { step_state: 'complete' } });
  const resolved = await previewTool('step_resolve', retry);
  expect(resolved).toMatchObject({ details: { downstream: { count: 499, left_out: 479 } } });
  sandbox.world.setTaskState(volumeTask, 'waiting_for_dependencies');
  const cancelled = await previewTool('task_cancel', { task_uuid: volumeTask });
  expect(cancelled).toMatchObject({ details: { done: { count: 4_999, left_out: 4_979 } } });
  for (const preview of [resolved, cancelled]) expect(JSON.stringify(preview).length).toBeLessThan(6_000);
});

test('a large context and a large result are shown by their size', async () => {
  const { previewTool } = await startActions();
  const large = Object.fromEntries(Array.from({ length: 200 }, (_value, index) => [`key_${index}`, 'x'.repeat(500)]));
  const submit = { namespace: 'analytics', name: 'daily_report', context: large, reason: 'x' };
  const complete = { task_uuid: exercise.blockedTask, step_uuid: exercise.failedStep, result: large, reason: 'x' };
  const previews = [await previewTool('task_submit', submit), await previewTool('step_complete', complete)];
  expect(previews[0]).toMatchObject({ details: { context: { keys: 200, keys_left_out: 175 } } });
  expect(previews[1]).toMatchObject({ details: { result: { keys: 200, keys_left_out: 175 } } });
  for (const preview of previews) expect(JSON.stringify(preview).length).toBeLessThan(12_000);
});
