import { LineclearError } from '@lineclear/core/plugin';

/** That a backup is not there, or not what db_backup wrote. */
export const noBackup = (id: string): LineclearError =>
  new LineclearError('not_found', `There is no backup ${id} of this database.`, {
    hint: 'See db_backups for those that there are.',
    details: { reason: 'no_backup' },
    effect: 'none',
  });
