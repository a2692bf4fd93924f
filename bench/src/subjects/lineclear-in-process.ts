import { setImmediate as nextTurn } from 'node:timers/promises';
import * as z from 'zod';
import { percentile } from '../measure/statistics.ts';
import { answerCommands } from '../processes/commands.ts';
import { benchCaller, composeForBench } from './composition.ts';
import { benchPlugin } from './plugin.ts';

const [folder = ''] = process.argv.slice(2);
const composition = await composeForBench({ plugin: benchPlugin({ tools: 100 }), folder });
const caller = benchCaller('embedded');
const { signal } = new AbortController();
/** Callers arrive in turns of the event loop, between which the audit trail writes. */
const callsPerTurn = 16;

answerCommands({
  /** So many calls, one after another, until the last of their audit events is on the disk. */
  measure: async (argument) => {
    const calls = z.number().parse(argument);
    const times: number[] = [];
    const started = performance.now();
    for (let call = 1; call <= calls; call += 1) {
      const begun = performance.now();
      const answer = await composition.call({ tool: 'noop', args: { id: 'a' }, caller, asking: { mode: 'none' }, signal });
      times.push(performance.now() - begun);
      if (answer.kind !== 'value') throw new Error(`not answered: ${JSON.stringify(answer)}`);
      if (call % callsPerTurn === 0) await nextTurn();
    }
    await composition.audit.flush();
    return { medianMs: percentile(times, 0.5), allMs: performance.now() - started };
  },
});
