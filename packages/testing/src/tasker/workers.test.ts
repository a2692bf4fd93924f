import { expect, test } from 'vitest';
import { exercise } from './index.ts';
import { ask, openSandbox, taskRequest } from './test/ask.ts';
import { standingClock } from './test/clock.ts';

test('a submitted task goes through its states in the order of its dependencies as the clock goes on', async () => {
  const clock = standingClock();
  const { url, world } = await openSandbox({ seed: 'empty', clock });
  const { json } = await ask(`${url}/v1/tasks`, { method: 'POST', json: taskRequest() });
  const { task_uuid: uuid } = json as { task_uuid: string };
  const seen: string[] = [];
  const states = new Set<string>();
  while (world.task(uuid).state !== 'complete' && seen.length < 500) {
    clock.nowMs += 100;
    await ask(`${url}/v1/tasks/${uuid}`);
    for (const { state } of world.task(uuid).steps) states.add(state);
    seen.push(
      world
        .task(uuid)
        .steps.map(({ state }) => (state === 'complete' ? 'x' : '-'))
        .join(''),
    );
  }
  expect([...new Set(seen)]).toEqual(['-----', 'x----', 'x-x--', 'xxx--', 'xxxx-', 'xxxxx']);
  expect([...states].toSorted()).toEqual(['complete', 'enqueued', 'enqueued_for_orchestration', 'in_progress', 'pending']);
  const done = await ask(`${url}/v1/tasks/${uuid}`);
  expect(done.json).toMatchObject({ status: 'complete', completion_percentage: 100, execution_status: 'all_complete' });
});

test('one long leap of the clock ends where many small ones do', async () => {
  const run = async (leapsMs: readonly number[]) => {
    const clock = standingClock();
    const { world } = await openSandbox({ seed: 'empty', clock });
    const uuid = world.submit({ namespace: 'data_processing', name: 'warehouse_load', version: '1.0.0', context: {} });
    for (const leapMs of leapsMs) {
      clock.nowMs += leapMs;
      world.advance();
    }
    return { task: world.task(uuid), state: world.state() };
  };
  const leap = await run([200_000]);
  const small = await run(Array.from({ length: 2000 }, () => 100));
  expect(leap.task.state).toBe('complete');
  expect(leap.state).toEqual(small.state);
  expect(leap.task.completedAtMs).toBe(small.task.completedAtMs);
});

test('what is stuck stays stuck, however much time passes', async () => {
  const clock = standingClock();
  const { world } = await openSandbox({ clock });
  const stuck = [
    exercise.blockedTask,
    exercise.exhaustedTask,
    exercise.errorTask,
    exercise.timedOutTask,
    exercise.warningTask,
    ...exercise.staleTasks,
  ];
  const before = stuck.map((uuid) => world.task(uuid).state);
  clock.nowMs += 24 * 3_600_000;
  world.advance();
  expect(stuck.map((uuid) => world.task(uuid).state)).toEqual(before);
  expect(world.task(exercise.runningTask).state).toBe('complete');
});

test('a task that waits is taken up again when its step may run, a task that has waited too long is not', async () => {
  const clock = standingClock();
  const { world } = await openSandbox({ clock });
  const [, tooLong = ''] = exercise.staleTasks;
  const step = (uuid: string) => world.task(uuid).steps[3]?.uuid ?? '';
  for (const uuid of [exercise.retryingTask, tooLong]) {
    world.actOnStep(step(uuid), {
      action_type: 'complete_manually',
      completion_data: { result: {} },
      reason: 'x',
      completed_by: 'x',
    });
    world.setStepState(world.task(uuid).steps[2]?.uuid ?? '', 'pending');
  }
  clock.nowMs += 120_000;
  world.advance();
  expect(world.task(exercise.retryingTask).state).toBe('complete');
  expect(world.task(tooLong).state).toBe('waiting_for_retry');
});

test('a waiting task goes on when the step that it waits for is resolved by hand', async () => {
  const clock = standingClock();
  const { url, world } = await openSandbox({ clock });
  const path = `${url}/v1/tasks/${exercise.waitingTask}`;
  const action = { action_type: 'resolve_manually', reason: 'not needed', resolved_by: 'ada' };
  await ask(`${path}/workflow_steps/${exercise.waitingStep}`, { method: 'PATCH', json: action });
  expect(world.task(exercise.waitingTask).state).toBe('waiting_for_dependencies');
  clock.nowMs += 60_000;
  expect((await ask(path)).json).toMatchObject({ status: 'complete', completion_percentage: 100 });
});

test('a failure that may pass is tried again, one that may not blocks the task', async () => {
  const clock = standingClock();
  const { world } = await openSandbox({ seed: 'empty', clock });
  const uuid = world.submit({ namespace: 'analytics', name: 'daily_report', version: '1.0.0', context: {} });
  clock.nowMs += 1000;
  world.advance();
  const [first] = world.task(uuid).steps;
  if (first === undefined) throw new Error('There is no step.');
  world.failStep(first.uuid, { message: 'x', errorType: 'X', retryable: true });
  world.advance();
  expect([first.state, first.attempts, first.backoffS]).toEqual(['waiting_for_retry', 1, 2]);
  clock.nowMs += 3000;
  world.advance();
  expect([first.state, first.attempts]).toEqual(['in_progress', 2]);
  world.failStep(first.uuid, { message: 'x', errorType: 'X', retryable: false });
  world.advance();
  expect([first.state, world.task(uuid).state]).toEqual(['error', 'blocked_by_failures']);
});
