import * as z from 'zod';
import { median, percentile, spreadOf } from '../measure/statistics.ts';
import { isCeleryMissing, rabbitmqForBench, redisForBench, workerForBench } from '../processes/celery-services.ts';
import { startProcess } from '../processes/start-process.ts';
import type { Finding } from '../finding.ts';
import type { Pace } from '../pace.ts';
import { pythonClient } from '../../../packages/testing/src/celery/index.ts';
import type { Scenario } from '../scenario.ts';

const Inspected = z.object({ ms: z.number(), workers: z.number() });
const workers = 2;
/** Celery's own client waits a second each time. */
const mostPythonQuestions = 3;

/** Asking live workers what they run. */
export const celeryInspect: Scenario = {
  name: 'celery-inspect',
  title: 'Asking two live Celery workers what they run',
  method:
    "inspect active to a prefork and a solo worker, one question after another. Ports: over as soon as every connected worker has answered. The first question over RabbitMQ is not counted: without the management API it is left open for its whole time once a minute, to find out who answers. Celery's own Python client waits its fixed time; the call is timed from Node, with a connection of its own each time.",
  isMissing: isCeleryMissing,
  run: async (pace) => {
    await using stack = new AsyncDisposableStack();
    const redis = stack.use(await redisForBench());
    const rabbitmq = stack.use(await rabbitmqForBench());
    const overRedis = await inspect({ name: 'Redis', broker: redis.url, backend: redis.url, pace });
    const overRabbitmq = await inspect({ name: 'RabbitMQ', broker: rabbitmq.url, backend: 'none', pace });
    return [...overRedis, ...overRabbitmq];
  },
};

const inspect = async ({
  name,
  broker,
  backend,
  pace: { calls, rounds },
}: {
  name: string;
  broker: string;
  backend: string;
  pace: Pace;
}): Promise<readonly Finding[]> => {
  await using stack = new AsyncDisposableStack();
  await Promise.all(
    (['prefork', 'solo'] as const).map(async (pool) =>
      stack.use(await workerForBench({ broker, pool, ...(backend !== 'none' && { backend }) })),
    ),
  );
  const ports = stack.use(await startProcess({ script: 'celery-ports.ts', args: [broker, backend] }));
  const ask = () => ports.ask({ command: 'inspect', schema: Inspected });
  await ask();
  const ours: number[] = [];
  for (let count = 0; count < Math.ceil(calls / 20); count += 1) {
    const { ms, workers: answered } = await ask();
    if (answered !== workers) throw new Error(`${answered} of ${workers} workers answered`);
    ours.push(ms);
  }
  const python = await pythonClient({ broker });
  stack.defer(() => python.stop());
  const theirs: number[] = [];
  for (let count = 0; count < Math.min(rounds, mostPythonQuestions); count += 1) {
    const started = performance.now();
    const answers = await python.inspect({ method: 'active' });
    if (Object.keys(answers ?? {}).length !== workers) throw new Error("Celery's own client did not hear every worker");
    theirs.push(performance.now() - started);
  }
  return [
    { what: `${name}: ports, p50`, value: percentile(ours, 0.5), unit: 'ms', spread: spreadOf(ours), budget: { atMost: 20 } },
    { what: `${name}: Celery's own client ÷ ports`, value: median(theirs) / percentile(ours, 0.5), unit: '×' },
    { what: `${name}: Celery's own client`, value: median(theirs), unit: 'ms', spread: spreadOf(theirs) },
  ];
};
