import { dbActivity } from './tools/db-activity.ts';
import { dbConnections } from './tools/db-connections.ts';
import { dbLocks } from './tools/db-locks.ts';
import { dbTerminate } from './tools/db-terminate.ts';

export const activityTools = [dbActivity, dbConnections, dbLocks, dbTerminate];
