import type { ErrorCode } from '@lineclear/core/plugin';

/** What a command's exit code says to the script that ran it. */
export const exitCodes = {
  ok: 0,
  /** Something else went wrong; stderr says what. */
  failure: 1,
  /** The command line does not make sense. */
  usage: 2,
  /** The configuration is refused; stderr names file, line, key and fix. */
  config: 3,
  /** A backend, the port or the store cannot be reached or used. */
  unreachable: 4,
  /** The tool answered with an error. */
  toolError: 5,
  /** A person has to approve first. */
  awaitingApproval: 6,
  /** A person said no; nothing ran. */
  declined: 7,
  /** The write was sent and its outcome is not known. */
  unknownOutcome: 8,
  /** The audit trail or a receipt does not verify. */
  notProven: 9,
  /** Stopped by a second Ctrl-C. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends a command with a line for people, the next step, and an exit code. */
export class ExitError extends Error {
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;

  constructor({ message, hint, exitCode, cause }: { message: string; hint?: string; exitCode: ExitCode; cause?: unknown }) {
    super(message, { cause });
    this.name = 'ExitError';
    this.exitCode = exitCode;
    this.hint = hint;
  }
}

/** The exit code for an error answer of a call. */
export const exitCodeOf = (code: ErrorCode): ExitCode => byErrorCode[code] ?? exitCodes.toolError;

const byErrorCode: Partial<Record<ErrorCode, ExitCode>> = {
  awaiting_approval: exitCodes.awaitingApproval,
  rejected: exitCodes.declined,
  unknown_outcome: exitCodes.unknownOutcome,
  unreachable: exitCodes.unreachable,
  timeout: exitCodes.unreachable,
  audit_unavailable: exitCodes.unreachable,
};
