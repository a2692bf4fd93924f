import { LineclearError } from '@lineclear/core/plugin';
import type { Compared, Step } from './compare.ts';

/** Why these files cannot run as things are; undefined where they can. */
export const refusalOf = ({
  compared,
  steps,
}: {
  compared: readonly Compared[];
  steps: readonly Step[];
}): LineclearError | undefined => {
  const unfinished = compared.find(({ state }) => state === 'unfinished');
  if (unfinished !== undefined) {
    return new LineclearError(
      'conflict',
      `Migration ${unfinished.version} began without a transaction, and nobody knows how it ended.`,
      {
        hint: `Look at what it did. Then set its row in public.lineclear_migrations to 'applied', or delete the row.`,
        details: { reason: 'unfinished', version: unfinished.version },
      },
    );
  }
  if (steps.length === 0) {
    return new LineclearError('conflict', 'There is no migration to run.', {
      hint: 'See db_migrations for what is applied.',
      details: { reason: 'nothing_to_do' },
    });
  }
  const problems = steps.flatMap(({ file }) => file.script.problems.map((text) => `${file.file}: ${text}`));
  if (problems.length === 0) return undefined;
  return new LineclearError('unsupported', 'A migration cannot run like this.', {
    hint: 'Correct the files in details.problems.',
    details: { reason: 'migration_text', problems },
  });
};
