import type pg from 'pg';
import { explain } from './explain.ts';
import { askOn, type ReadSession } from './read-session.ts';

/** One connection of the writer. What it throws says whether something may have changed. */
export interface WriteSession extends ReadSession {
  /** One or more statements inside `transaction`: until its end nothing counts. */
  readonly run: (text: string, values?: readonly unknown[]) => Promise<void>;
  /** Everything in it counts, or nothing. */
  readonly transaction: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** One statement that counts at once. */
  readonly alone: (text: string, values?: readonly unknown[]) => Promise<void>;
  /** A question whose answer changes something, such as a function that ends a backend. */
  readonly changing: ReadSession['row'];
}

/** Runs `work` on a client that is connected; `client` is not usable afterwards. */
export const onWriteClient = async <Result>({
  client,
  database,
  signal,
  work,
}: {
  client: pg.Client;
  database: string;
  signal: AbortSignal;
  work: (session: WriteSession) => Promise<Result>;
}): Promise<Result> => {
  let isSent = false;
  /** While it runs, a lost connection leaves it open what happened. */
  const sending = async <Value>(send: () => Promise<Value>): Promise<Value> => {
    isSent = true;
    const value = await send();
    isSent = false;
    return value;
  };
  const ask = askOn(client);
  const run: WriteSession['run'] = async (text, values) => {
    await (values === undefined ? client.query(text) : client.query({ text, values: [...values] }));
  };
  const session: WriteSession = {
    ...ask,
    run,
    alone: (text, values) => sending(() => run(text, values)),
    changing: (query) => sending(() => ask.row(query)),
    transaction: async (inside) => {
      await run('BEGIN');
      let result;
      try {
        result = await inside();
      } catch (error) {
        // Where the connection broke, the server does it.
        await run('ROLLBACK').catch(() => undefined);
        throw error;
      }
      await sending(() => run('COMMIT'));
      return result;
    },
  };
  const leave = (): void => void client.end();
  signal.addEventListener('abort', leave, { once: true });
  try {
    return await work(session);
  } catch (error) {
    throw explain({ error, database, isSent });
  } finally {
    signal.removeEventListener('abort', leave);
    await client.end().catch(() => undefined);
  }
};
