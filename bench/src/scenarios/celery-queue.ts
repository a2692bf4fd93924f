import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { Budget, Finding } from '../finding.ts';
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

/**
 * Larger than what the messages of the queue hold outside of Erlang's heap, in words of 8 bytes. With a smaller one every garbage
 * collection of a long queue's process becomes a full one. https://www.erlang.org/doc/apps/erts/erl_cmd.html
 */
const emulatorFlags = '+hmbs 2000000';
/** A new RabbitMQ has no management plugin, which counts every message that is handed out. */
const management = false;

/** Looking at a long queue, and taking one task out of it. */
export const celeryQueue: Scenario = {
  name: 'celery-queue',
  title: 'One of 10,000 queued Celery tasks',
  method:
    'A queue that nobody serves, through the ports. List: the 50 tasks that are served next. Position and removal: of the task that is served first, of one in the middle and of the last, the slowest of the three. RabbitMQ shows a message only to whoever takes it, and all that are before it as well. Bare socket: what RabbitMQ itself needs to hand over as many messages to a client that looks at nothing. RabbitMQ runs as it is installed, without the management plugin. The budget is for a broker with the emulator flag that docs/celery.md recommends for long queues; the same without it stands below, where the broker alone takes longer. When the answer is there the messages are on their way back; the last line of each is how long the next look has to wait for that.',
  isMissing: isCeleryMissing,
  run: async (pace) => {
    const onRedis = await lookAtRedis(pace);
    const tuned = await lookAtRabbitmq({ pace, options: { emulatorFlags, management } });
    const untuned = await lookAtRabbitmq({ pace, options: { management } });
    return [
      ...findings({ name: 'Redis', looked: onRedis, budget }),
      ...rabbitmqFindings({ name: `RabbitMQ, ${emulatorFlags}`, looked: tuned, budget }),
      ...rabbitmqFindings({ name: 'RabbitMQ, no flag', looked: untuned }),
    ];
  },
};

const lookAtRedis = async (pace: Pace): Promise<Looked> => {
  await using stack = new AsyncDisposableStack();
  const { url } = stack.use(await redisForBench());
  const ports = stack.use(await startProcess({ script: 'celery-ports.ts', args: [url] }));
  return await look({ ports, pace });
};

const lookAtRabbitmq = async ({
  pace,
  options,
}: {
  pace: Pace;
  options: Parameters<typeof rabbitmqForBench>[0];
}): Promise<Looked> => {
  await using stack = new AsyncDisposableStack();
  const { url, port } = stack.use(await rabbitmqForBench(options));
  const ports = stack.use(await startProcess({ script: 'celery-ports.ts', args: [url, 'none'] }));
  const wire = stack.use(await startProcess({ script: 'rabbitmq-wire.ts', args: [`${port}`] }));
  return await look({ ports, wire, pace });
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

interface Shown {
  readonly name: string;
  readonly looked: Looked;
  readonly budget?: Budget;
}

const findings = ({ name, looked: { lists, positions, removals }, ...limit }: Shown): readonly Finding[] => [
  { what: `${name}: list`, ...summary(lists), unit: 'ms', ...limit },
  { what: `${name}: position, the slowest`, ...slowest(positions), unit: 'ms', ...limit },
  { what: `${name}: removal, the slowest`, ...slowest(removals), unit: 'ms', ...limit },
];

const rabbitmqFindings = ({ name, looked, ...limit }: Shown): readonly Finding[] => [
  ...findings({ name, looked, ...limit }),
  { what: `${name}: position of the last ÷ bare socket`, ...ratio({ of: looked.positions.last, to: looked.bare }), unit: '×' },
  { what: `${name}: bare socket`, ...summary(looked.bare), unit: 'ms' },
  { what: `${name}: until all are back`, ...summary(looked.settled), unit: 'ms' },
];

const slowest = (samples: Samples) =>
  places.map((place) => summary(samples[place])).reduce((one, other) => (other.value > one.value ? other : one));

const taskId = (index: number): string => `00000000-0000-4000-8000-${`${index}`.padStart(12, '0')}`;
