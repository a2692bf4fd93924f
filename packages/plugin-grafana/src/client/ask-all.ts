import { type ErrorCode, LineclearError } from '@lineclear/core/plugin';

/** What several servers answered, and which of them did not. Throws the first failure where none answered. */
export const askAll = async <Target extends { readonly uid: string }, Found>({
  targets,
  ask,
}: {
  targets: readonly Target[];
  ask: (target: Target) => Promise<Found>;
}): Promise<{
  readonly found: readonly { readonly target: Target; readonly answer: Found }[];
  readonly unavailable: readonly { readonly uid: string; readonly code: ErrorCode }[];
}> => {
  const settled = await Promise.all(targets.map(async (target) => ({ target, ...(await settle(ask(target))) })));
  const found = settled.flatMap(({ target, answer }) => (answer === undefined ? [] : [{ target, answer: answer.value }]));
  const failed = settled.flatMap(({ target, failure }) => (failure === undefined ? [] : [{ target, failure }]));
  if (found.length === 0 && failed[0] !== undefined) throw failed[0].failure;
  return { found, unavailable: failed.map(({ target, failure }) => ({ uid: target.uid, code: failure.code })) };
};

const settle = async <Found>(asking: Promise<Found>) => {
  try {
    return { answer: { value: await asking }, failure: undefined };
  } catch (error) {
    if (!LineclearError.is(error)) throw error;
    return { answer: undefined, failure: error };
  }
};
