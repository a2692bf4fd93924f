import { LineclearError } from '../plugin/errors.ts';
import type { JsonObject } from '../plugin/json.ts';
import type { Conflicting } from './outcome.ts';
import type { WriteAnswer } from './types.ts';

/** The answer where another state was found than the one previewed, with the preview that takes the old one's place. */
export const previewedAnew = ({
  changed,
  backend,
  shown,
}: {
  /** What differs in the guard. */
  changed: JsonObject;
  /** What the backend said, where it found the conflict. */
  backend: Conflicting | undefined;
  shown: JsonObject;
}): WriteAnswer => {
  const details = { changed, ...(backend === undefined ? {} : { backend: backend.message }), preview: shown };
  if (backend !== undefined && Object.keys(changed).length === 0) {
    // The backend alone saw a difference, so it would refuse the same again: what helps is its own advice.
    const message = `The backend refused what was previewed; nothing ran. ${backend.message}`;
    return { kind: 'error', error: new LineclearError('stale', message, { hint: backend.hint, details }) };
  }
  const hint = `Read details.preview, then confirm it: ${String(shown['instruction'])}`;
  return {
    kind: 'error',
    error: new LineclearError('stale', 'What was previewed has changed since; nothing ran.', { hint, details }),
  };
};

/** The answer where what changed leaves nothing to confirm, so that there is no new preview to show. */
export const refusedSince = ({ changed, refusal }: { changed: JsonObject; refusal: LineclearError }): WriteAnswer => {
  const { code, message, hint, details } = refusal;
  return {
    kind: 'error',
    error: new LineclearError('stale', `What was previewed has changed since; nothing ran. ${message}`, {
      hint,
      details: { changed, refusal: { code, message, ...(details === undefined ? {} : { details }) } },
    }),
  };
};
