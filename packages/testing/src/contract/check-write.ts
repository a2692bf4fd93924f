import type { JsonObject } from '@lineclear/core/plugin';
import { checkDrift } from './check-drift.ts';
import { approveAndCall, checkExecution } from './check-execution.ts';
import { checkGuard } from './check-guard.ts';
import { checkLostAnswer } from './check-lost-answer.ts';
import type { ContractBackend, ContractOptions, Example } from './options.ts';
import type { Finding } from './rules.ts';
import type { Stage } from './stage.ts';

/** One write with one of its examples. */
export interface WriteCheck<Backend extends ContractBackend> {
  readonly options: ContractOptions<Backend>;
  readonly subject: string;
  readonly example: Example<Backend>;
  /** Whether the backend can be made to lose an answer. */
  readonly hasHttp: boolean;
}

/** A write previews without effect, runs once when confirmed, notices drift, and is not repeated when its answer is lost. */
export const checkWrite = async <Backend extends ContractBackend>(check: WriteCheck<Backend>): Promise<readonly Finding[]> => {
  const execution = await checkExecution(check);
  // What stops a plain execution stops the rest for the same reason.
  if (execution.length > 0 || check.example.error !== undefined) return execution;
  return [
    ...(await checkGuard(check)),
    ...(await checkDrift(check)),
    ...(await checkLostAnswer({ ...check, run: confirmTwice })),
  ];
};

const confirmTwice = async ({ stage, subject, input }: { stage: Stage; subject: string; input: JsonObject }): Promise<void> => {
  const preview = await stage.call(subject, input);
  const args = { ...input, confirm: true, ticket: preview.kind === 'value' ? (preview.value['ticket'] ?? null) : null };
  await approveAndCall({ stage, subject, args });
  await stage.call(subject, args);
};
