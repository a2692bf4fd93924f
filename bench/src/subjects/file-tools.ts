import * as z from 'zod';
import devops from '../../../packages/plugin-devops/src/index.ts';
import { answerCommands } from '../processes/commands.ts';
import { benchCaller, composeForBench } from './composition.ts';
import { needle } from './many-files.ts';

const [root = '', folder = ''] = process.argv.slice(2);
const composition = await composeForBench({ plugin: devops, folder, connections: { workspace: { roots: [root] } } });
const caller = benchCaller('embedded');
const { signal } = new AbortController();
const ReadOrder = z.object({ offset: z.int(), lines: z.int() });
const Matches = z.object({ matches: z.array(z.unknown()) });
const Lines = z.object({ text: z.string(), total_lines: z.int() });

const call = async (tool: string, args: object): Promise<object> => {
  const answer = await composition.call({ tool, args, caller, asking: { mode: 'none' }, signal });
  if (answer.kind !== 'value') throw new Error(`not answered: ${JSON.stringify(answer)}`);
  return answer.value;
};

/** The most memory that the process ever had, in MB. */
const peakMegabytes = (): number => process.resourceUsage().maxRSS / 1_000;
let idleMegabytes: number | undefined;

answerCommands({
  search: async () => {
    const started = performance.now();
    const { matches } = Matches.parse(await call('fs_search', { pattern: needle, literal: true, limit: 200 }));
    return { ms: performance.now() - started, found: matches.length };
  },
  read: async (argument) => {
    const { offset, lines } = ReadOrder.parse(argument);
    idleMegabytes ??= peakMegabytes();
    const started = performance.now();
    const { text, total_lines: total } = Lines.parse(await call('fs_read', { path: 'large.log', offset, limit: 500 }));
    const ms = performance.now() - started;
    if (total !== lines || !text.startsWith(`${offset}\t${offset} x`)) throw new Error(`other lines: ${text.slice(0, 40)}`);
    return { ms, grownMegabytes: peakMegabytes() - idleMegabytes };
  },
});
