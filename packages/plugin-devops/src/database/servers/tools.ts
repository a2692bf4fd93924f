import { dbList } from './tools/db-list.ts';
import { dbReplication } from './tools/db-replication.ts';

export const serverReads = [dbList, dbReplication];
