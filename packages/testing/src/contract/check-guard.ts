import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { WriteCheck } from './check-write.ts';
import { guardOf } from './diagnose.ts';
import type { ContractBackend } from './options.ts';
import type { Finding } from './rules.ts';
import { setStage } from './stage.ts';
import { shiftDate } from './shifted-date.ts';

const aDayMs = 86_400_000;

/** While nothing changes, every preview gives the same guard: at once, a moment later, and a day later. */
export const checkGuard = async <Backend extends ContractBackend>({
  options,
  subject,
  example,
}: WriteCheck<Backend>): Promise<readonly Finding[]> => {
  const stage = await setStage(options);
  try {
    const input = await stage.prepare(example);
    await stage.call(subject, input);
    await sleep(5);
    await stage.call(subject, input);
    stage.clock.advance(aDayMs);
    const restore = shiftDate(aDayMs);
    await stage.call(subject, input).finally(restore);
    const [first, ...later] = stage.runs(subject, 'preview').map(guardOf);
    const moved = later.find((guard) => !isDeepStrictEqual(guard, first));
    if (moved === undefined) return [];
    return [
      {
        rule: 'guard_volatile',
        subject,
        message: `Nothing changed, and the guard went from ${JSON.stringify(first)} to ${JSON.stringify(moved)}.`,
      },
    ];
  } finally {
    await stage.close();
  }
};
