import { dbMissingIndexes } from './tools/db-missing-indexes.ts';
import { dbSlowQueries } from './tools/db-slow-queries.ts';

export const tuningReads = [dbSlowQueries, dbMissingIndexes];
