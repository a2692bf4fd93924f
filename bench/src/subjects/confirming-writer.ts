import { definePlugin, write } from '@lineclear/core/plugin';
import * as z from 'zod';
import { answerCommands } from '../processes/commands.ts';
import { benchCaller, composeForBench } from './composition.ts';

const [folder = ''] = process.argv.slice(2);
let turns = 0;
const plugin = definePlugin({
  id: 'bench',
  title: 'Bench',
  version: '1.0.0',
  toolsets: { bench: { title: 'Bench', use: 'Measure this server.' } },
  tools: [
    write({
      name: 'wheel_turn',
      toolset: 'bench',
      risk: 'reversible',
      description: 'Turn the wheel.',
      input: z.object({ times: z.int().min(1).describe('How often, for example 1') }),
      output: z.object({ turns: z.int().describe('Turns so far') }),
      preview: ({ input }) => ({ description: `Turn the wheel ${input.times} times.`, guard: { turns } }),
      execute: ({ input }) => {
        turns += input.times;
        return { turns };
      },
    }),
  ],
});
const composition = await composeForBench({ plugin, folder });
const caller = benchCaller('embedded');
const { signal } = new AbortController();

const call = async ({ args, status }: { args: object; status: string }): Promise<number> => {
  const started = performance.now();
  const answer = await composition.call({ tool: 'wheel_turn', args, caller, asking: { mode: 'none' }, signal });
  const ms = performance.now() - started;
  if (answer.kind !== 'value' || answer.value['status'] !== status) throw new Error(`not ${status}: ${JSON.stringify(answer)}`);
  return ms;
};

answerCommands({
  /** Milliseconds of each preview and of each confirmation that follows it. */
  writes: async (argument) => {
    const times: { preview: number; confirm: number }[] = [];
    for (let count = z.number().parse(argument); count > 0; count -= 1) {
      const preview = await call({ args: { times: 1 }, status: 'preview' });
      times.push({ preview, confirm: await call({ args: { times: 1, confirm: true }, status: 'executed' }) });
    }
    return times;
  },
});
