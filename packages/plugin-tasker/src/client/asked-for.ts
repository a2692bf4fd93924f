import { LineclearError } from '@lineclear/core/plugin';

/**
 * An answer that is about what was asked. Whatever stands between may mix answers up, and the state of another task must not decide
 * what is done to this one: `upstream_error`, and whether a write took effect is then unknown.
 */
export const askedFor = <Answer>({
  what,
  answer,
  pairs,
}: {
  /** Such as `task`. */
  readonly what: string;
  readonly answer: Answer;
  /** What was asked and what came; case means nothing in an identifier. */
  readonly pairs: readonly (readonly [asked: string, came: string])[];
}): Answer => {
  if (pairs.every(([asked, came]) => asked === came || asked.toLowerCase() === came)) return answer;
  throw new LineclearError('upstream_error', `The server answered with another ${what} than the one that was asked for.`, {
    hint: 'Check that the connection reaches the Tasker server itself, and no cache or proxy that mixes answers up.',
    effect: 'unknown',
    details: { reason: 'other_than_asked', what },
  });
};
