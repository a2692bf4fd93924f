import { dbIntegrity } from './tools/db-integrity.ts';
import { dbSizes } from './tools/db-sizes.ts';

export const contentReads = [dbSizes, dbIntegrity];
