import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { DatabaseSettings } from '../settings.ts';

/** The name on the server of a copy of a database, which db_restore made or put aside. */
export const copyName = z
  .string()
  .max(63)
  .regex(/_(?:restored|before)_[a-z0-9_]+$/, 'ends in _restored_… or _before_…');

/** The database on the server that is meant: the one of the settings, or a copy of it and of no other. */
export const serverName = ({ settings, copy }: { settings: DatabaseSettings; copy: string | undefined }): string => {
  if (copy === undefined) return settings.database;
  const kinds = ['restored', 'before'].map((kind) => `${settings.database}_${kind}_`);
  if (kinds.some((start) => copy.startsWith(start))) return copy;
  throw new LineclearError('not_found', 'This is no copy of that database.', {
    hint: `The names of its copies begin with ${kinds.join(' or ')}.`,
    details: { reason: 'no_copy' },
  });
};
