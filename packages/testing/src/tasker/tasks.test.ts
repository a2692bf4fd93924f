import { expect, test } from 'vitest';
import { exercise } from './index.ts';
import { ask, openSandbox, taskRequest } from './test/ask.ts';

test('a submitted task is answered 200, and the same template and context again 409', async () => {
  const { url } = await openSandbox();
  const submit = (change: Record<string, unknown> = {}) => ask(`${url}/v1/tasks`, { method: 'POST', json: taskRequest(change) });
  const first = await submit();
  expect([first.status, first.json]).toMatchObject([200, { status: 'pending', total_steps: 5, initiator: 'simulated-tester' }]);
  expect((await submit()).json).toEqual({ error: { code: 'CONFLICT', message: 'A task with this identity already exists' } });
  expect((await submit({ context: { order_id: 'another' } })).status).toBe(200);
  expect((await submit({ version: '1.0.0' })).status).toBe(200);
});

test('an idempotency key replaces the context in the identity', async () => {
  const { url } = await openSandbox();
  const submit = async (key: string, order: string) =>
    (
      await ask(`${url}/v1/tasks`, {
        method: 'POST',
        json: taskRequest({ idempotency_key: key, context: { order_id: order } }),
      })
    ).status;
  expect([await submit('one', 'a'), await submit('two', 'a'), await submit('one', 'b')]).toEqual([200, 200, 409]);
});

test('list rows are completed or pending, whatever the task is; a single task tells its state', async () => {
  const { url } = await openSandbox();
  const states = async (query: string): Promise<unknown> => {
    const { json } = await ask(`${url}/v1/tasks?per_page=100${query}`);
    return [...new Set(rows(json).map(({ status }) => status))].map(String).toSorted();
  };
  expect(await states('')).toEqual(['completed', 'pending']);
  expect(await states('&status=completed')).toEqual(['completed']);
  expect(await states('&status=pending')).toEqual(['pending']);
  expect((await ask(`${url}/v1/tasks/${exercise.errorTask}`)).json).toMatchObject({ status: 'error', completed_at: null });
});

test('pages through the filtered list, newest first', async () => {
  const { url } = await openSandbox();
  const first = await ask(`${url}/v1/tasks?namespace=analytics&per_page=5`);
  const second = await ask(`${url}/v1/tasks?namespace=analytics&per_page=5&page=2`);
  const created = [...rows(first.json), ...rows(second.json)].map((row) => String(row['created_at']));
  expect(created).toHaveLength(10);
  expect(created).toEqual(created.toSorted().toReversed());
  expect(first.json).toMatchObject({ pagination: { page: 1, per_page: 5, total_pages: 4, has_next: true, has_previous: false } });
  expect((await ask(`${url}/v1/tasks?initiator=nobody`)).json).toMatchObject({ tasks: [], pagination: { total_count: 0 } });
});

test.for([exercise.completeTask, exercise.errorTask, exercise.cancelledTask])(
  'a task in a terminal state cannot be cancelled: %s',
  async (uuid) => {
    const { url, world } = await openSandbox();
    const before = world.state();
    const answer = await ask(`${url}/v1/tasks/${uuid}`, { method: 'DELETE' });
    expect([answer.status, answer.json]).toEqual([
      400,
      { error: { code: 'BAD_REQUEST', message: 'Cannot cancel a completed task' } },
    ]);
    expect(world.state()).toEqual(before);
  },
);

test('a blocked or running task can be cancelled', async () => {
  const { url, world } = await openSandbox();
  for (const uuid of [exercise.blockedTask, exercise.runningTask]) {
    expect((await ask(`${url}/v1/tasks/${uuid}`, { method: 'DELETE' })).json).toMatchObject({ status: 'cancelled' });
    expect(world.task(uuid).state).toBe('cancelled');
  }
});

const rows = (json: unknown): readonly Record<string, unknown>[] => {
  const { tasks } = json as { tasks: Record<string, unknown>[] };
  return tasks;
};
