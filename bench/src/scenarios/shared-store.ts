import { join } from 'node:path';
import * as z from 'zod';
import type { Finding } from '../finding.ts';
import { startProcess } from '../processes/start-process.ts';
import { temporaryFolder } from '../processes/temporary-folder.ts';
import type { Scenario } from '../scenario.ts';

const Contended = z.object({ written: z.number(), p99Ms: z.number(), maxMs: z.number() });
const processes = 4;

/** Several clients on one laptop, each with its own server, write into one audit chain. */
export const sharedStore: Scenario = {
  name: 'shared-store',
  title: 'Four processes write to one store',
  method:
    'Each appends durable audit events as fast as it can, eight at a time. A stall is the largest interval of monitorEventLoopDelay (resolution 5 ms, included) in any of them. For comparison the same with a store for each: what the processors alone, of which there may be fewer, cost.',
  run: async ({ contentionMs }) => [
    ...(await contend({ contentionMs, isShared: true })),
    ...(await contend({ contentionMs: contentionMs / 2, isShared: false })),
  ],
};

const contend = async ({ contentionMs, isShared }: { contentionMs: number; isShared: boolean }): Promise<readonly Finding[]> => {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder());
  const writers = await Promise.all(
    Array.from({ length: processes }, async (_, index) => {
      const path = join(folder.path, isShared ? 'shared.db' : `own-${index}.db`);
      return stack.use(await startProcess({ script: 'store-writer.ts', args: [path] }));
    }),
  );
  const ask = (argument: number) =>
    Promise.all(writers.map((writer) => writer.ask({ command: 'contend', argument, schema: Contended })));
  await ask(contentionMs / 10);
  const results = await ask(contentionMs);
  const label = isShared ? 'one store' : 'a store each';
  const worst = (of: 'p99Ms' | 'maxMs') => Math.max(...results.map((result) => result[of]));
  const written = results.reduce((sum, result) => sum + result.written, 0);
  return [
    {
      what: `${label}: longest stall of any process`,
      value: worst('maxMs'),
      unit: 'ms',
      ...(isShared ? { budget: { atMost: 200 } } : {}),
    },
    { what: `${label}: stalls, p99 of the worst process`, value: worst('p99Ms'), unit: 'ms' },
    { what: `${label}: durable events, all processes`, value: written / (contentionMs / 1_000), unit: 'events/s' },
  ];
};
