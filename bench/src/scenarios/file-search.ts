import * as z from 'zod';
import { inTurns } from '../measure/in-turns.ts';
import { ratio, summary } from '../measure/statistics.ts';
import { type Subject, startProcess } from '../processes/start-process.ts';
import { temporaryFolder } from '../processes/temporary-folder.ts';
import type { Scenario } from '../scenario.ts';
import { writeFiles } from '../subjects/many-files.ts';

const Measured = z.object({ ms: z.number(), found: z.int() });
const warmUps = 2;

/** Finding lines in very many files. */
export const fileSearch: Scenario = {
  name: 'file-search',
  title: 'fs_search over 100,000 files',
  method:
    'Files of 300 bytes in 1,000 folders, one in 2,500 of which has the line that is looked for. fs_search: the whole call in process, with policy and audit trail, and every line read again through the confined reader. ripgrep: its own program with its own defaults, started and read to its end. In turns; both have to find the same number of lines.',
  run: async ({ rounds, files }) => {
    await using stack = new AsyncDisposableStack();
    const [folder, state] = [stack.use(await temporaryFolder()), stack.use(await temporaryFolder())];
    const wanted = await writeFiles({ folder: folder.path, files });
    const args = [folder.path, state.path];
    const subjects = {
      fs_search: stack.use(await startProcess({ script: 'file-tools.ts', args })),
      ripgrep: stack.use(await startProcess({ script: 'ripgrep.ts', args })),
    };
    const measure = async (subject: Subject) => {
      const { ms, found } = await subject.ask({ command: 'search', schema: Measured });
      if (found !== wanted) throw new Error(`${found} of ${wanted} lines were found`);
      return ms;
    };
    await inTurns({ subjects, rounds: warmUps, measure });
    const samplesOf = await inTurns({ subjects, rounds, measure });
    const [ours, theirs] = [samplesOf('fs_search'), samplesOf('ripgrep')];
    return [
      { what: 'fs_search ÷ ripgrep', ...ratio({ of: ours, to: theirs }), unit: '×', budget: { atMost: 1.2 } },
      { what: 'fs_search', ...summary(ours), unit: 'ms' },
      { what: 'ripgrep', ...summary(theirs), unit: 'ms' },
    ];
  },
};
