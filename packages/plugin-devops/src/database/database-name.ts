import * as z from 'zod';

/** The argument of every tool that acts on one database. */
export const databaseName = z.string().min(1).max(63).describe('A name of db_list.');
