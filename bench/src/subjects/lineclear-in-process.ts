import * as z from 'zod';
import { answerCommands } from '../processes/commands.ts';
import { benchCaller, composeForBench } from './composition.ts';
import { benchPlugin } from './plugin.ts';

const [folder = ''] = process.argv.slice(2);
const composition = await composeForBench({ plugin: benchPlugin({ tools: 100 }), folder });
const caller = benchCaller('embedded');
const { signal } = new AbortController();

answerCommands({
  /** Milliseconds for so many calls, one after another, until the last of their audit events is durable. */
  measure: async (argument) => {
    const calls = z.number().parse(argument);
    const started = performance.now();
    for (let call = 0; call < calls; call += 1) {
      const answer = await composition.call({ tool: 'noop', args: { id: 'a' }, caller, asking: { mode: 'none' }, signal });
      if (answer.kind !== 'value') throw new Error(`not answered: ${JSON.stringify(answer)}`);
    }
    await composition.audit.flush();
    return performance.now() - started;
  },
});
