import { dbBackup } from './tools/db-backup.ts';
import { dbBackups } from './tools/db-backups.ts';
import { dbRestore } from './tools/db-restore.ts';

export const backupTools = [dbBackups, dbBackup, dbRestore];
