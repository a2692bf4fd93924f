import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atExit } from '../services/at-exit.ts';

/** What holds tasks of the kit's own app until a test lets them go. */
export interface Gate {
  /** The argument of `tasks.until(path)` and `tasks.started_until(path)`. */
  readonly path: string;
  /** Every task that waits for it, or will, ends. */
  readonly open: () => void;
  /** Opens it, so that no task waits for ever, and forgets it. */
  readonly close: () => void;
}

/** A closed gate. A task that sleeps instead may have ended before a busy machine looks at it, and lasts longer than an idle one needs. */
export const gate = (): Gate => {
  const folder = mkdtempSync(join(tmpdir(), 'lineclear-gate-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const forget = atExit(remove);
  const path = join(folder, 'open');
  return {
    path,
    open: () => writeFileSync(path, ''),
    close: () => {
      // A task that looks for its gate in a folder that is gone ends too.
      remove();
      forget();
    },
  };
};
