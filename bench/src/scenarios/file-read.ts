import { join } from 'node:path';
import * as z from 'zod';
import { summary } from '../measure/statistics.ts';
import { startProcess } from '../processes/start-process.ts';
import { temporaryFolder } from '../processes/temporary-folder.ts';
import type { Scenario } from '../scenario.ts';
import { writeLargeFile } from '../subjects/many-files.ts';

const Measured = z.object({ ms: z.number(), grownMegabytes: z.number() });

/** Reading on in a file that does not fit into memory. */
export const fileRead: Scenario = {
  name: 'file-read',
  title: 'fs_read of a 1 GB file by offset',
  method:
    'Lines of 100 bytes; 500 lines are read at the beginning, in the middle and at the end, through the whole call. The memory is by how much the resident set of the process was ever larger than before the first read: the answers themselves, buffers, and nothing that grows with the file.',
  run: async ({ rounds, fileMiB }) => {
    await using stack = new AsyncDisposableStack();
    const [folder, state] = [stack.use(await temporaryFolder()), stack.use(await temporaryFolder())];
    const lines = await writeLargeFile({ path: join(folder.path, 'large.log'), mebibytes: fileMiB });
    const subject = stack.use(await startProcess({ script: 'file-tools.ts', args: [folder.path, state.path] }));
    const times: Record<'first' | 'middle' | 'last', number[]> = { first: [], middle: [], last: [] };
    const offsets = { first: 1, middle: Math.floor(lines / 2), last: lines - 499 } as const;
    let grown = 0;
    for (let round = 0; round < Math.min(rounds, mostRounds); round += 1) {
      for (const place of ['first', 'middle', 'last'] as const) {
        const argument = { offset: offsets[place], lines };
        const { ms, grownMegabytes } = await subject.ask({ command: 'read', argument, schema: Measured });
        times[place].push(ms);
        grown = Math.max(grown, grownMegabytes);
      }
    }
    return [
      { what: 'memory beyond that of the idle process', value: grown, unit: 'MB', budget: { atMost: 64 } },
      { what: 'the first 500 lines, all lines counted', ...summary(times.first), unit: 'ms' },
      { what: '500 lines in the middle', ...summary(times.middle), unit: 'ms' },
      { what: 'the last 500 lines', ...summary(times.last), unit: 'ms' },
    ];
  },
};

const mostRounds = 3;
