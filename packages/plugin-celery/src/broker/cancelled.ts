import type { Effect } from '@lineclear/core/plugin';
import { LineclearError } from '@lineclear/core/plugin';

/** The error for a caller that left. `unknown` once something was sent that may have an effect. */
export const cancelled = ({ signal, effect }: { signal: AbortSignal; effect: Effect }): LineclearError =>
  new LineclearError('cancelled', 'The caller left before the answer came.', { effect, cause: signal.reason });
