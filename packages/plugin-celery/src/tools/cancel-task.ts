import type { JsonObject } from '@lineclear/core/plugin';
import * as z from 'zod';
import { carryOut } from '../cancellation/carry-out.ts';
import { signals } from '../cancellation/means.ts';
import { cancellation } from '../cancellation/outcome.ts';
import { previewCancel, readCancelEffect } from '../cancellation/preview-cancel.ts';
import { reconcileCancel } from '../cancellation/reconcile-cancel.ts';
import { celery } from '../connection.ts';
import { ledgerOf } from '../ledger/ledger.ts';

/** Calls of the original get its answer; a preview and its ticket stay what they are. */
const original = ({ status, result, ...rest }: JsonObject): JsonObject => {
  if (status !== 'executed' || typeof result !== 'object' || result === null || Array.isArray(result)) {
    return { ...rest, ...(status !== undefined && { status }), ...(result !== undefined && { result }) };
  }
  const { task_id, status: taskStatus, message, canceled_at } = result;
  return { task_id: task_id ?? null, status: taskStatus ?? null, message: message ?? null, canceled_at: canceled_at ?? null };
};

export const cancelTask = celery.write({
  name: 'cancel_task',
  title: 'Cancel a task',
  toolset: 'tasks',
  risk: 'destructive',
  description:
    'Cancel one Celery task: a queued one is removed, a running one ended where its pool can. Use get_task_status to look first.',
  input: z.strictObject({
    task_id: z.string().min(1).max(255).describe('Its id'),
    terminate: z.boolean().default(true).describe('false only keeps it from starting'),
    signal: z.enum(signals).default('SIGTERM').describe('For a running task; SIGUSR1 lets it clean up'),
    reason: z.string().min(1).max(1_000).optional().describe('Why; kept in the audit'),
  }),
  output: cancellation,
  aliases: [{ name: 'cancel_task_tool', output: original }],
  preview: ({ input, reader, state, clock, principal, profile, signal }) =>
    previewCancel({
      ask: { taskId: input.task_id, reader, ledger: ledgerOf(state), clock, signal },
      wish: input,
      reason: input.reason,
      principal,
      profile: profile.name,
    }),
  execute: ({ input, writer, guard, state, clock, signal }) =>
    carryOut({ taskId: input.task_id, wish: input, writer, guard, ledger: ledgerOf(state), clock, signal }),
  verify: ({ input, reader, state, clock, signal }) =>
    readCancelEffect({ taskId: input.task_id, reader, ledger: ledgerOf(state), clock, signal }),
  reconcile: ({ input, reader, guard, state, clock, signal }) =>
    reconcileCancel({ ask: { taskId: input.task_id, reader, ledger: ledgerOf(state), clock, signal }, guard, wish: input }),
});
