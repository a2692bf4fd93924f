import * as z from 'zod';
import { inTurns } from '../measure/in-turns.ts';
import { percentile, ratio, summary } from '../measure/statistics.ts';
import { isCeleryMissing, redisForBench, workerForBench } from '../processes/celery-services.ts';
import { type Subject, startProcess } from '../processes/start-process.ts';
import { temporaryFolder } from '../processes/temporary-folder.ts';
import type { Scenario } from '../scenario.ts';

const Times = z.array(z.number());

/** What the plugin adds to the way of a task to a worker and of its result back. */
export const celeryRoundTrip: Scenario = {
  name: 'celery-round-trip',
  title: 'From a Celery task that is sent to its result that is seen',
  method:
    'tasks.add on a real prefork worker over Redis, one after another; the p50 of every turn. Raw wire: prepared texts on two bare sockets, LPUSH and SUBSCRIBE to the key of the result, over with the bytes of the success. Ports: the message is built and published, the result awaited and parsed. Tools: start_background_task previewed and confirmed, then wait_for_task, with policy, plans and audit in SQLite.',
  isMissing: isCeleryMissing,
  run: async ({ rounds, calls }) => {
    const trips = Math.ceil(calls / 20);
    await using stack = new AsyncDisposableStack();
    const folder = stack.use(await temporaryFolder());
    const redis = stack.use(await redisForBench());
    stack.use(await workerForBench({ broker: redis.url, backend: redis.url, pool: 'prefork' }));
    const subjects = {
      wire: stack.use(await startProcess({ script: 'celery-wire.ts', args: [`${redis.port}`] })),
      ports: stack.use(await startProcess({ script: 'celery-ports.ts', args: [redis.url] })),
      tools: stack.use(await startProcess({ script: 'celery-tools.ts', args: [folder.path, redis.url] })),
    };
    const measure = async (subject: Subject) =>
      percentile(await subject.ask({ command: 'roundTrips', argument: trips, schema: Times }), 0.5);
    await inTurns({ subjects, rounds: 1, measure });
    const samplesOf = await inTurns({ subjects, rounds, measure });
    const [wire, ports, tools] = [samplesOf('wire'), samplesOf('ports'), samplesOf('tools')];
    return [
      { what: 'p50 of the ports ÷ raw wire', ...ratio({ of: ports, to: wire }), unit: '×', budget: { atMost: 2 } },
      { what: 'raw wire, p50', ...summary(wire), unit: 'ms' },
      { what: 'ports, p50', ...summary(ports), unit: 'ms' },
      { what: 'tools, p50', ...summary(tools), unit: 'ms' },
    ];
  },
};
