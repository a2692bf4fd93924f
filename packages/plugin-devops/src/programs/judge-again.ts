import { isDeepStrictEqual } from 'node:util';
import { LineclearError } from '@lineclear/core/plugin';
import type { Judged, JudgeProcess } from './process-judge.ts';

/** Judges a process right before it starts; `conflict` when the program, its folder, or a file it would run, is another than in the preview. */
export const judgeAgain = async ({
  judge,
  argv,
  path,
  guard,
}: {
  judge: JudgeProcess;
  argv: readonly string[];
  path: string;
  guard: Judged['guard'];
}): Promise<Judged> => {
  const judged = await judge({ argv, path });
  if (isDeepStrictEqual(judged.guard, guard)) return judged;
  throw new LineclearError(
    'conflict',
    `"${judged.program.name}", its folder, or a file it was given, changed since the preview; nothing ran.`,
    {
      hint: 'Look at what changed, then preview again.',
      details: { reason: 'program_changed' },
      effect: 'none',
    },
  );
};
