import { dbMigrate } from './tools/db-migrate.ts';
import { dbMigrations } from './tools/db-migrations.ts';

export const migrationTools = [dbMigrations, dbMigrate];
