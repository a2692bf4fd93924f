import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { postgresBinary } from '@lineclear/testing';

const folder = postgresBinary.folders?.find((path) => existsSync(join(path, 'psql'))) ?? '';

/** A program of PostgreSQL; the system's search path has it where it lies in no folder of a version. */
export const postgresProgram = (name: string): string => join(folder, name);

/** The two roles that a profile names for the database of the shop: one that reads, one that confirmed writes use. */
export const shopRoles = `
  CREATE ROLE shop_reader LOGIN; GRANT pg_monitor, pg_read_all_data TO shop_reader;
  CREATE ROLE shop_writer LOGIN CREATEDB; GRANT pg_monitor, pg_signal_backend TO shop_writer;`;
