import * as z from 'zod';
import { inTurns } from '../measure/in-turns.ts';
import { ratio, summary } from '../measure/statistics.ts';
import { type Subject, startProcess } from '../processes/start-process.ts';
import { temporaryFolder } from '../processes/temporary-folder.ts';
import type { Scenario } from '../scenario.ts';

/** What one call costs where no transport hides it. */
export const callPath: Scenario = {
  name: 'call-path',
  title: 'A no-op read tool in process',
  method:
    'Calls one after another, 100 tools. lineclear: composition.call, and the time until the last audit event of the turn is on the disk counts too. SDK: messages to a McpServer over its InMemoryTransport.',
  run: async ({ rounds, calls }) => {
    await using stack = new AsyncDisposableStack();
    const folder = stack.use(await temporaryFolder());
    const subjects = {
      lineclear: stack.use(await startProcess({ script: 'lineclear-in-process.ts', args: [folder.path] })),
      sdk: stack.use(await startProcess({ script: 'sdk-in-process.ts' })),
    };
    const measure = async (subject: Subject) => {
      const before = await subject.usage();
      const ms = await subject.ask({ command: 'measure', argument: calls, schema: z.number() });
      return { callMicros: (ms * 1_000) / calls, cpuMicros: ((await subject.usage()) - before) / calls };
    };
    await inTurns({ subjects, rounds: 3, measure });
    const samplesOf = await inTurns({ subjects, rounds, measure });
    const times = (name: keyof typeof subjects) => samplesOf(name).map(({ callMicros }) => callMicros);
    const cpu = (name: keyof typeof subjects) => samplesOf(name).map(({ cpuMicros }) => cpuMicros);
    return [
      { what: 'lineclear, one call with its audit event', ...summary(times('lineclear')), unit: 'µs', budget: { atMost: 15 } },
      { what: 'lineclear, processor time of one call', ...summary(cpu('lineclear')), unit: 'µs' },
      { what: 'SDK, one call', ...summary(times('sdk')), unit: 'µs' },
      { what: 'SDK, processor time of one call', ...summary(cpu('sdk')), unit: 'µs' },
      { what: "lineclear's time / SDK's", ...ratio({ of: times('lineclear'), to: times('sdk') }), unit: '×' },
    ];
  },
};
