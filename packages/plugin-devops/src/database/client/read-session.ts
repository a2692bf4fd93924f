import { LineclearError } from '@lineclear/core/plugin';
import type pg from 'pg';
import * as z from 'zod';

export interface Query<Schema extends z.ZodType> {
  readonly text: string;
  readonly values?: readonly unknown[];
  /** What one row is. */
  readonly schema: Schema;
}

/** One transaction that reads, on one snapshot. */
export interface ReadSession {
  /** The rows of one query; throws what the library throws, and `upstream_error` where a row does not fit. */
  readonly rows: <Schema extends z.ZodType>(query: Query<Schema>) => Promise<z.output<Schema>[]>;
  /** The only row; `undefined` where there is none. */
  readonly row: <Schema extends z.ZodType>(query: Query<Schema>) => Promise<z.output<Schema> | undefined>;
}

/** Asks on a client. Only fixed texts of this plugin are asked; what a caller says travels beside them, as values. */
export const askOn = (client: pg.ClientBase): ReadSession => {
  const rows: ReadSession['rows'] = async ({ text, values = [], schema }) => {
    const answer = await client.query({ text, values: [...values] });
    const parsed = z.array(schema).safeParse(answer.rows);
    if (parsed.success) return parsed.data;
    throw new LineclearError('upstream_error', 'The answer of the database is not what was asked for.', {
      details: { reason: 'unexpected_answer', problem: z.prettifyError(parsed.error) },
    });
  };
  return { rows, row: async (query) => (await rows(query))[0] };
};

/** Runs `work` in a transaction that cannot write: the server refuses what tries to, functions of the database included. */
export const inReadTransaction = async <Result>({
  client,
  work,
}: {
  client: pg.ClientBase;
  work: (session: ReadSession) => Promise<Result>;
}): Promise<Result> => {
  // READ ONLY cannot be left again once the transaction has looked at anything.
  await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    const result = await work(askOn(client));
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // Where the connection broke there is nothing to roll back.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
};
