import { LineclearError } from '../plugin/errors.ts';
import type { JsonValue } from '../plugin/json.ts';
import type { Ending } from './receipt.ts';

/** The backend found another state than the one that was previewed, and did nothing. */
export interface Conflicting {
  readonly status: 'stale';
  readonly message: string;
  readonly hint: string;
  /** The same, for a call that has no preview to show anew. */
  readonly failed: Ending;
}

/** What an error out of `execute` means: `stale` = the backend saw another state, `failed` = it did nothing, `unknown` = it may have. */
export const endingOf = ({
  error,
  stepsDone,
  present,
}: {
  error: unknown;
  /** Where parts of the write are done, a conflict is no longer a state in which nothing ran. */
  stepsDone: readonly string[];
  present: (value: unknown) => JsonValue;
}): Ending | Conflicting => {
  if (!LineclearError.is(error)) {
    return {
      status: 'unknown',
      code: 'internal',
      message: 'the tool failed with a defect of its own.',
      hint: 'Read the state of the target before doing anything else; the server log has the defect.',
    };
  }
  const message = String(present(error.message));
  const isConflict = error.code === 'conflict' || error.code === 'stale';
  const hint = String(present(error.hint));
  const ending: Ending = {
    status: error.effect === 'none' ? 'failed' : 'unknown',
    code: error.code,
    message,
    hint,
    ...(error.retryAfterS === undefined ? {} : { retry_after_s: error.retryAfterS }),
    ...(error.details === undefined ? {} : { details: present(error.details) }),
  };
  const isStale = error.effect === 'none' && isConflict && stepsDone.length === 0;
  return isStale ? { status: 'stale', message, hint, failed: ending } : ending;
};
