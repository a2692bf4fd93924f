import * as z from 'zod';
import celeryPlugin from '../../../packages/plugin-celery/src/index.ts';
import { answerCommands } from '../processes/commands.ts';
import { benchCaller, composeForBench } from './composition.ts';

const [folder = '', url = ''] = process.argv.slice(2);
const limits = { in_flight: 10_000, per_minute: 10_000 };
const composition = await composeForBench({
  plugin: celeryPlugin,
  folder,
  connections: { celery: { broker: url, limits, result_readers: ['*'] } },
});
const caller = benchCaller('embedded');
const { signal } = new AbortController();
const Started = z.object({ result: z.object({ task_id: z.string() }) });

const call = async (tool: string, args: object): Promise<object> => {
  const answer = await composition.call({ tool, args, caller, asking: { mode: 'none' }, signal });
  if (answer.kind !== 'value') throw new Error(`not answered: ${JSON.stringify(answer)}`);
  return answer.value;
};

answerCommands({
  /** So many tasks, one after another: previewed, confirmed, waited for. */
  roundTrips: async (argument) => {
    const times: number[] = [];
    for (let count = z.number().parse(argument); count > 0; count -= 1) {
      // Another input each time: an equal one would be answered with its receipt.
      const order = { task_type: 'tasks.add', params: { x: count, y: times.length } };
      const started = performance.now();
      await call('start_background_task', order);
      const { result } = Started.parse(await call('start_background_task', { ...order, confirm: true }));
      const ended = await call('wait_for_task', { task_id: result.task_id, timeout_s: 10 });
      times.push(performance.now() - started);
      if (!('state' in ended) || ended.state !== 'success') throw new Error(`it did not succeed: ${JSON.stringify(ended)}`);
    }
    return times;
  },
});
