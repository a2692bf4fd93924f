/**
 * The closed table of error codes. A plugin refines a code with `details.reason`; it never adds one.
 * `hint` is the default next step; an error may carry a more exact one.
 */
export const errorTable = {
  invalid_input: { meaning: 'The arguments do not fit the tool.', hint: 'Correct the named fields and call again.' },
  not_found: { meaning: 'What the arguments name does not exist.', hint: 'List what exists, then use an id from that list.' },
  conflict: {
    meaning: 'Another change or another confirmation got there first.',
    hint: 'Read the current state, then preview again.',
  },
  unauthenticated: {
    meaning: 'The credentials are missing or not accepted.',
    hint: 'Check the token of this profile or of this client.',
  },
  forbidden: {
    meaning: 'Policy or the backend does not allow this call.',
    hint: 'Use an allowed tool or ask the operator to change the policy.',
  },
  rate_limited: { meaning: 'Too many calls in a short time.', hint: 'Wait for retry_after_s seconds, then call again.' },
  timeout: { meaning: 'The backend did not answer in time.', hint: 'Ask for less, or call again later.' },
  unreachable: { meaning: 'The backend cannot be reached.', hint: 'Call connection_status to see which connection is down.' },
  upstream_error: { meaning: 'The backend failed.', hint: 'Read details.upstream, then call again later.' },
  unsupported: { meaning: 'This cannot be done here.', hint: 'Use the alternative that the message names.' },
  not_configured: {
    meaning: 'The profile has no such connection.',
    hint: 'Name a profile that has it; connection_status lists them.',
  },
  profile_not_found: {
    meaning: 'There is no such profile for this caller.',
    hint: 'Use one of the profiles in details.profiles.',
  },
  write_profile_locked: {
    meaning: 'Writes reach the active profile only.',
    hint: 'Leave profile out; to write there, connect to the URL of that profile or start with --profile.',
  },
  writes_off: {
    meaning: 'Writes are off.',
    hint: 'Ask the operator to turn writes on: writes: confirm in the profile, and no --read-only.',
  },
  preview_required: {
    meaning: 'Nothing was previewed for exactly these arguments.',
    hint: 'Read the preview in details, then confirm it.',
  },
  awaiting_approval: {
    meaning: 'A person has to approve this plan.',
    hint: 'Ask a person to run the command in details.command, then confirm again.',
  },
  rejected: { meaning: 'A person declined this plan.', hint: 'Do not try again unless the person asks for it.' },
  stale: {
    meaning: 'The state changed since the preview; nothing ran.',
    hint: 'Read the new preview in details, then confirm it.',
  },
  expired: { meaning: 'The preview is too old; nothing ran.', hint: 'Preview again.' },
  unknown_outcome: {
    meaning: 'The write was sent and its outcome is not known.',
    hint: 'Read the state of the target before doing anything else.',
  },
  audit_unavailable: {
    meaning: 'The audit trail cannot be written; nothing ran.',
    hint: 'Ask the operator to run the doctor command.',
  },
  cancelled: { meaning: 'The caller cancelled before anything ran.', hint: 'Call again when it is wanted.' },
  internal: { meaning: 'A defect in the server.', hint: 'Report it with the time and the tool; the server log has the defect.' },
} as const satisfies Record<string, { meaning: string; hint: string }>;

/** One of the closed codes of {@link errorTable}. */
export type ErrorCode = keyof typeof errorTable;

/** Every code, in the order of the table. */
export const errorCodes: readonly ErrorCode[] = Object.keys(errorTable).filter((code): code is ErrorCode => code in errorTable);

/** Whether a failed write may have changed something: `none` = certainly not, `unknown` = it may have. */
export type Effect = 'none' | 'unknown';

export interface ErrorOptions {
  /** What the caller should do next; defaults to the table's hint. */
  hint?: string | undefined;
  /** Seconds to wait before trying again. */
  retryAfterS?: number | undefined;
  /** Machine-readable facts; `reason` refines the code. Redacted before it leaves the server. */
  details?: Record<string, unknown> | undefined;
  /** Set by clients that know: a refusal (4xx) or an unsent request is `none`. */
  effect?: Effect | undefined;
  cause?: unknown;
}

const marker = Symbol.for('lineclear.error');
const refusals: ReadonlySet<ErrorCode> = new Set([
  'invalid_input',
  'not_found',
  'conflict',
  'unauthenticated',
  'forbidden',
  'rate_limited',
  'unsupported',
  'not_configured',
  'stale',
]);

/** The one error that tools and clients throw; everything else is answered as `internal`. */
export class LineclearError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryAfterS: number | undefined;
  readonly details: Record<string, unknown> | undefined;
  readonly effect: Effect;
  readonly [marker] = true;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'LineclearError';
    this.code = code;
    this.hint = options.hint ?? errorTable[code].hint;
    this.retryAfterS = options.retryAfterS;
    this.details = options.details;
    this.effect = options.effect ?? (refusals.has(code) ? 'none' : 'unknown');
  }

  /** Holds across duplicate copies of this package, where `instanceof` does not. */
  static is(error: unknown): error is LineclearError {
    return typeof error === 'object' && error !== null && marker in error;
  }
}
