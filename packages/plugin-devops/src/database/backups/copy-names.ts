import { LineclearError } from '@lineclear/core/plugin';
import { stampOf } from './manifest.ts';

/** What the copy of a backup is called on the server, and the live database once the copy has its place. */
export const copyNames = ({
  live,
  backup,
}: {
  live: string;
  backup: string;
}): { readonly copy: string; readonly before: string } => {
  const [copy, before] = ['restored', 'before'].map((kind) => `${live}_${kind}_${stampOf(backup)}`);
  // The server would cut a longer name, and two of them could become one.
  if (copy === undefined || before === undefined || Buffer.byteLength(copy) > 63) {
    throw new LineclearError('unsupported', 'The name of the database is too long for the name of a copy.', {
      hint: 'Restore it by hand.',
      details: { reason: 'long_name' },
      effect: 'none',
    });
  }
  return { copy, before };
};

/** What a comment on a database says of the plan that made it, so that a lost answer can be found out. */
export const mark = (plan: string, state: 'restoring' | 'restored' | 'in place'): string => `lineclear ${plan} ${state}`;
