import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { noWriter } from '../../client/database-writer.ts';
import { database } from '../../connection.ts';
import { poll } from '../../../poll.ts';
import { databaseName } from '../../database-name.ts';
import { settling } from '../when-settled.ts';
import { showSession } from '../session.ts';
import { findSession, refusalFor, sessionGone, type TargetSession } from '../target-session.ts';

export const dbTerminate = database.write({
  name: 'db_terminate',
  title: 'End a session',
  toolset: 'database-changes',
  risk: 'destructive',
  description: 'Cancel the statement of one session, or end the session. Use db_locks or db_activity to find it.',
  input: z.strictObject({
    database: databaseName,
    pid: z.int().min(1).describe('As db_activity shows it.'),
    backend_start: z.iso
      .datetime({ precision: 6 })
      .or(z.iso.datetime())
      .describe('As db_activity shows it: another session may get the same pid.'),
    action: z.enum(['cancel', 'terminate']).describe('cancel ends the statement, terminate the connection.'),
  }),
  output: z.object({
    pid: z.int(),
    action: z.enum(['cancel', 'terminate']),
    was_signalled: z.boolean().nullable().describe('null: it is over, and the answer of the server was lost.'),
  }),
  classify: ({ input }) => ({ class: 'terminate', target: input.database }),
  preview: async ({ input, reader, profile, signal }) => {
    const { database: name, pid, backend_start: backendStart, action } = input;
    if (reader.settingsOf(name).writer === undefined) throw noWriter(name);
    const found = await findSession({ reader, database: name, pid, backendStart, signal });
    if (found === undefined) throw sessionGone(pid);
    const { kind: _kind, is_superuser: _isSuperuser, query_digest: queryDigest, ...shown } = found;
    const refusal = refusalFor(found);
    const what = action === 'cancel' ? `Cancel what session ${pid} runs` : `End session ${pid}`;
    return {
      description: `${what} in ${name} (${profile.name}, ${profile.tier}), which began at ${backendStart}.`,
      // A session that has gone on to another statement is another case.
      guard: { query_since: found.query_since, query_digest: queryDigest, user: found.user },
      before: showSession(shown),
      changes: [action === 'cancel' ? 'Its statement fails, and its transaction with it.' : 'Its transaction is rolled back.'],
      warnings: [
        ...(found.state === 'idle' && action === 'cancel' ? ['It runs nothing: there is nothing to cancel.'] : []),
        ...(found.transaction_since === null
          ? []
          : [`What it did since ${found.transaction_since} is undone, and may take as long.`]),
      ],
      details: { database: name, tier: profile.tier, pid, backend_start: backendStart, action, reversible: false, undo: null },
      ...(refusal === undefined ? {} : { refusal }),
    };
  },
  execute: async ({ input, writer, guard, idempotencyKey, signal }) => {
    const { database: name, pid, action } = input;
    const signalled = await writer.write({
      database: name,
      idempotencyKey,
      signal,
      work: async ({ row, changing }) => {
        const values = [pid, input.backend_start, guard.query_since, guard.query_digest];
        // Looking and ending are one statement, so that there is no moment for another session to get the pid.
        const sent = await changing({ text: end(action), values, schema: z.object({ was_sent: z.boolean() }) });
        if (sent !== undefined) return sent.was_sent;
        const schema = z.object({ is_hidden: z.boolean() });
        const left = await row({ text: look, values: [pid], schema });
        throw left?.is_hidden === true ? hidden(name) : new LineclearError('conflict', 'The session went on to something else.');
      },
    });
    return { pid, action, was_signalled: signalled };
  },
  verify: async ({ input, reader, signal }) => {
    const { database: name, pid, backend_start: backendStart } = input;
    const found = await findSession({ reader, database: name, pid, backendStart, signal });
    return { is_there: found !== undefined, state: found?.state ?? null };
  },
  // The server keeps no record of a signal: what is gone is gone, and what is there may be about to go.
  reconcile: async ({ input, reader, guard, signal }) => {
    const { database: name, pid, backend_start: backendStart, action } = input;
    const isDone = (found: TargetSession | undefined): boolean =>
      found === undefined ||
      (action === 'cancel' && (found.query_since !== guard.query_since || found.state === 'idle' || found.state === aborted));
    const look = () => findSession({ reader, database: name, pid, backendStart, signal });
    const found = await poll({ look, isDone, ...settling, signal });
    return isDone(found) ? { result: { pid, action, was_signalled: null } } : 'unknown';
  },
});

const aborted = 'idle in transaction (aborted)';

const end = (action: 'cancel' | 'terminate'): string => `
  SELECT ${action === 'cancel' ? 'pg_cancel_backend' : 'pg_terminate_backend'}(a.pid) AS was_sent
  FROM pg_stat_activity a JOIN pg_roles r ON r.oid = a.usesysid
  WHERE a.datname = current_database() AND a.pid = $1 AND a.backend_start = $2::timestamptz AND a.backend_type = 'client backend'
    AND NOT r.rolsuper AND a.query_start IS NOT DISTINCT FROM $3::timestamptz AND md5(a.query) = $4`;

const look = 'SELECT a.backend_start IS NULL AS is_hidden FROM pg_stat_activity a WHERE a.pid = $1';

const hidden = (name: string): LineclearError =>
  new LineclearError('forbidden', `The writer of ${name} may not see the session, so it ends nothing.`, {
    hint: 'Ask the operator to GRANT pg_monitor, pg_signal_backend to the writer.',
    details: { reason: 'not_visible' },
    effect: 'none',
  });
