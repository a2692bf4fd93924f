import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { Finding } from '../finding.ts';
import { ratio, summary } from '../measure/statistics.ts';
import type { Pace } from '../pace.ts';
import { isCeleryMissing, rabbitmqForBench, redisForBench } from '../processes/celery-services.ts';
import { type Subject, startProcess } from '../processes/start-process.ts';
import type { Scenario } from '../scenario.ts';

const Milliseconds = z.number();
const queue = 'bench';
const budget = { atMost: 200 } as const;
const mostRounds = 5;
const returnMs = 500;

/** Looking at a long queue, and taking one task out of it. */
export const celeryQueue: Scenario = {
  name: 'celery-queue',
  title: 'One of 10,000 queued Celery tasks',
  method:
    'A queue that nobody serves, through the ports. List: the 50 tasks that are served next. Position and removal: of the task that is served first, of one in the middle and of the last, the slowest of the three. RabbitMQ shows a message only to whoever takes it, and all that are before it as well. Bare socket: what RabbitMQ itself needs to hand over as many messages to a client that looks at nothing. When the answer is there the messages are on their way back; the last line is how long the next look has to wait for that.',
  isMissing: isCeleryMissing,
  run: async (pace) => {
    await using stack = new AsyncDisposableStack();
    const redis = stack.use(await redisForBench());
    const rabbitmq = stack.use(await rabbitmqForBench());
    const onRedis = stack.use(await startProcess({ script: 'celery-ports.ts', args: [redis.url] }));
    const onRabbitmq = stack.use(await startProcess({ script: 'celery-ports.ts', args: [rabbitmq.url, 'none'] }));
    const wire = stack.use(await startProcess({ script: 'rabbitmq-wire.ts', args: [`${rabbitmq.port}`] }));
    const fast = await look({ ports: onRedis, pace });
    const slow = await look({ ports: onRabbitmq, wire, pace });
    return [
      ...findings({ name: 'Redis', looked: fast }),
      ...findings({ name: 'RabbitMQ', looked: slow }),
      { what: 'RabbitMQ: position of the last ÷ bare socket', ...ratio({ of: slow.positions.last, to: slow.bare }), unit: '×' },
      { what: 'RabbitMQ: bare socket', ...summary(slow.bare), unit: 'ms' },
      { what: 'RabbitMQ: until all are back', ...summary(slow.settled), unit: 'ms' },
    ];
  },
};

const places = ['first', 'middle', 'last'] as const;
type Samples = Record<(typeof places)[number], number[]>;
interface Looked {
  readonly lists: readonly number[];
  readonly positions: Samples;
  readonly removals: Samples;
  /** Until the queue has everything back after a look. */
  readonly settled: readonly number[];
  readonly bare: readonly number[];
}

const look = async ({ ports, wire, pace }: { ports: Subject; wire?: Subject; pace: Pace }): Promise<Looked> => {
  const rounds = Math.min(pace.rounds, mostRounds);
  // As many more as are taken out, so that there are never fewer.
  const ids = Array.from({ length: pace.queued + places.length * (rounds + 1) }, (_, index) => taskId(index));
  const filled = await ports.ask({ command: 'fill', argument: { queue, ids }, schema: Milliseconds });
  if (filled !== ids.length) throw new Error(`${filled} of ${ids.length} tasks are queued`);
  const settled: number[] = [];
  const time = async (command: string, argument: unknown): Promise<number> => {
    const ms = await ports.ask({ command, argument, schema: Milliseconds });
    settled.push(await ports.ask({ command: 'settle', argument: queue, schema: Milliseconds }));
    return ms;
  };
  const lists: number[] = [];
  const bare: number[] = [];
  const positions: Samples = { first: [], middle: [], last: [] };
  const removals: Samples = { first: [], middle: [], last: [] };
  // The first round warms up.
  for (let round = 0; round <= rounds; round += 1) {
    const isMeasured = round > 0;
    const list = await time('list', queue);
    if (isMeasured) lists.push(list);
    const at = { first: round, middle: Math.floor(ids.length / 2) + round, last: ids.length - 1 - round };
    for (const place of places) {
      const argument = { queue, taskId: ids[at[place]] };
      const position = await time('position', argument);
      const removal = await time('remove', argument);
      if (isMeasured) positions[place].push(position);
      if (isMeasured) removals[place].push(removal);
    }
    const taken = await wire?.ask({ command: 'take', argument: { queue, count: pace.queued }, schema: Milliseconds });
    if (isMeasured && taken !== undefined) bare.push(taken);
    // The broker gives back what a closed connection held.
    if (taken !== undefined) await pause(returnMs);
  }
  return { lists, positions, removals, settled, bare };
};

const findings = ({ name, looked: { lists, positions, removals } }: { name: string; looked: Looked }): readonly Finding[] => [
  { what: `${name}: list`, ...summary(lists), unit: 'ms', budget },
  { what: `${name}: position, the slowest`, ...slowest(positions), unit: 'ms', budget },
  { what: `${name}: removal, the slowest`, ...slowest(removals), unit: 'ms', budget },
];

const slowest = (samples: Samples) =>
  places.map((place) => summary(samples[place])).reduce((one, other) => (other.value > one.value ? other : one));

const taskId = (index: number): string => `00000000-0000-4000-8000-${`${index}`.padStart(12, '0')}`;
