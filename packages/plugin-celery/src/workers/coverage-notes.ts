import { quotedList } from '../text/quoted-list.ts';
import type { Coverage } from './coverage.ts';
import { isWhole } from './coverage.ts';

/** What an answer cannot say because of workers that are silent or not there; empty when all of them answered. */
export const coverageNotes = (coverage: Coverage): readonly string[] => {
  const { known, answered, silent } = coverage;
  if (known === 0) return ['No worker is connected to the broker: nothing runs, and what is queued waits.'];
  if (isWhole(coverage)) return [];
  const names = silent.length === 0 ? '' : `; silent: ${quotedList(silent)}`;
  return [
    `${answered} of ${known} connected workers answered${names}. A silent one is frozen, out of reach, or busy where its pool is solo: what it has is not told here.`,
  ];
};
