import * as z from 'zod';
import { inTurns } from '../measure/in-turns.ts';
import { ratio, summary } from '../measure/statistics.ts';
import { type Subject, startProcess } from '../processes/start-process.ts';
import { temporaryFolder } from '../processes/temporary-folder.ts';
import type { Scenario } from '../scenario.ts';

const Measured = z.object({ medianMs: z.number(), allMs: z.number() });
const callsPerPace = 5;
const warmUps = 3;

/** What one call costs where no transport hides it. */
export const callPath: Scenario = {
  name: 'call-path',
  title: 'A no-op read tool in process',
  method:
    'Calls one after another, 100 tools. lineclear: composition.call; a call is over when its audit event is queued, and what the trail then writes to SQLite is in the second figure, the time of all calls until the last event is on the disk. SDK: messages to a McpServer over its InMemoryTransport.',
  run: async ({ rounds, calls: paceCalls }) => {
    const calls = paceCalls * callsPerPace;
    await using stack = new AsyncDisposableStack();
    const folder = stack.use(await temporaryFolder());
    const subjects = {
      lineclear: stack.use(await startProcess({ script: 'lineclear-in-process.ts', args: [folder.path] })),
      SDK: stack.use(await startProcess({ script: 'sdk-in-process.ts' })),
    };
    const measure = async (subject: Subject) => {
      const before = await subject.usage();
      const { medianMs, allMs } = await subject.ask({ command: 'measure', argument: calls, schema: Measured });
      const cpuMicros = ((await subject.usage()) - before) / calls;
      return { medianMicros: medianMs * 1_000, allMicros: (allMs * 1_000) / calls, cpuMicros };
    };
    await inTurns({ subjects, rounds: warmUps, measure });
    const samplesOf = await inTurns({ subjects, rounds, measure });
    const figures = (name: keyof typeof subjects, figure: 'medianMicros' | 'allMicros' | 'cpuMicros') =>
      samplesOf(name).map((sample) => sample[figure]);
    const [ours, theirs] = [figures('lineclear', 'medianMicros'), figures('SDK', 'medianMicros')];
    return [
      { what: 'lineclear, median call', ...summary(ours), unit: 'µs', budget: { atMost: 15 } },
      { what: 'lineclear, a call and its event on the disk, mean', ...summary(figures('lineclear', 'allMicros')), unit: 'µs' },
      { what: 'lineclear, processor time of both, mean', ...summary(figures('lineclear', 'cpuMicros')), unit: 'µs' },
      { what: 'SDK, median call', ...summary(theirs), unit: 'µs' },
      { what: 'SDK, processor time of a call, mean', ...summary(figures('SDK', 'cpuMicros')), unit: 'µs' },
      { what: "lineclear's median call ÷ SDK's", ...ratio({ of: ours, to: theirs }), unit: '×' },
    ];
  },
};
