import * as z from 'zod';
import { type EventStream, openEventStream } from '../load/event-stream.ts';
import { openHttpLoad } from '../load/http-load.ts';
import { noOpAnswer } from '../load/messages.ts';
import { modernCalls } from '../load/requests.ts';
import { percentile, summary } from '../measure/statistics.ts';
import { startServer } from '../processes/start-server.ts';
import { temporaryFolder } from '../processes/temporary-folder.ts';
import type { Scenario } from '../scenario.ts';

const openers = 8;

/** Many clients listen while others work. */
export const openStreams: Scenario = {
  name: 'open-streams',
  title: 'Calls while a thousand streams are open',
  method:
    'subscriptions/listen of 2026-07-28 on connections of their own, opened eight at a time while 4 connections call the no-op tool; then calls on 16 connections with all streams open; then one change of the tools, told to every stream. All from one client process, so its own work is in every figure.',
  run: async ({ streams, rounds, sliceMs }) => {
    await using stack = new AsyncDisposableStack();
    const folder = stack.use(await temporaryFolder());
    const server = stack.use(await startServer({ script: 'lineclear-http.ts', args: ['10', folder.path] }));
    const { port } = server;
    const load = { port, request: modernCalls(port), expected: noOpAnswer };
    const few = stack.use(await openHttpLoad({ ...load, connections: 4 }));
    const many = stack.use(await openHttpLoad({ ...load, connections: 16 }));
    await many.run(sliceMs);

    const opened: EventStream[] = [];
    const openSome = async (): Promise<void> => {
      while (opened.length < streams) opened.push(stack.use(await openEventStream({ port, id: opened.length })));
    };
    const meanwhile = await during({
      work: Promise.all(Array.from({ length: openers }, openSome)),
      step: async () => (await few.run(sliceMs / 4)).p95Ms,
    });

    const slices = [];
    for (let round = 0; round < rounds; round += 1) slices.push(await many.run(sliceMs));
    const held = await server.ask({ command: 'streams', schema: z.number() });

    const told = opened.map((stream) => stream.next());
    const changedAt = performance.now();
    await server.ask({ command: 'change', schema: z.undefined() });
    const delays = (await Promise.all(told)).map((at) => at - changedAt);
    const firsts = opened.map(({ firstMs }) => firstMs);
    return [
      { what: 'streams open at the server, calls running', value: held, unit: 'streams', budget: { atLeast: streams } },
      { what: 'first message of a stream, p95', value: percentile(firsts, 0.95), unit: 'ms', budget: { atMost: 100 } },
      {
        what: 'calls with all streams open',
        ...summary(slices.map(({ perSecond }) => perSecond)),
        unit: 'requests/s',
        budget: { atLeast: 1_000 },
      },
      {
        what: 'calls with all streams open, p95',
        ...summary(slices.map(({ p95Ms }) => p95Ms)),
        unit: 'ms',
        budget: { atMost: 200 },
      },
      { what: 'calls while streams open, p95', ...summary(meanwhile), unit: 'ms' },
      { what: 'a change reaches a stream, p50', value: percentile(delays, 0.5), unit: 'ms' },
      { what: 'a change reaches the last stream', value: Math.max(...delays), unit: 'ms' },
    ];
  },
};

/** Repeats a step until the work is done; yields what every step yielded. */
const during = async <Yield>({
  work,
  step,
}: {
  work: Promise<unknown>;
  step: () => Promise<Yield>;
}): Promise<readonly Yield[]> => {
  const state = { isDone: false };
  const done = work.finally(() => {
    state.isDone = true;
  });
  const yielded: Yield[] = [];
  while (!state.isDone) yielded.push(await step());
  await done;
  return yielded;
};
