import { LineclearError } from '../plugin/errors.ts';
import type { JsonValue } from '../plugin/json.ts';
import type { Ending } from './receipt.ts';

/** What an error out of `execute` means: `stale` = the backend saw another state, `failed` = it did nothing, `unknown` = it may have. */
export const endingOf = ({
  error,
  present,
}: {
  error: unknown;
  present: (value: unknown) => JsonValue;
}): Ending | { readonly status: 'stale'; readonly message: string } => {
  if (!LineclearError.is(error)) {
    return {
      status: 'unknown',
      code: 'internal',
      message: 'the tool failed with a defect of its own.',
      hint: 'Read the state of the target before doing anything else; the server log has the defect.',
    };
  }
  const message = String(present(error.message));
  if (error.effect === 'none' && (error.code === 'conflict' || error.code === 'stale')) return { status: 'stale', message };
  return {
    status: error.effect === 'none' ? 'failed' : 'unknown',
    code: error.code,
    message,
    hint: String(present(error.hint)),
    ...(error.details === undefined ? {} : { details: present(error.details) }),
  };
};
