import { type ErrorCode, LineclearError } from '@lineclear/core/plugin';
import type { Place } from './place.ts';

/** What several Alertmanagers answered, and which of them did not. Throws the first failure where none answered. */
export const askPlaces = async <Found>({
  places,
  ask,
}: {
  places: readonly Place[];
  ask: (place: Place) => Promise<Found>;
}): Promise<{
  readonly found: readonly { readonly place: Place; readonly answer: Found }[];
  readonly unavailable: readonly { readonly alertmanager: string; readonly code: ErrorCode }[];
}> => {
  const settled = await Promise.all(places.map(async (place) => ({ place, ...(await settle(ask(place))) })));
  const found = settled.flatMap(({ place, answer }) => (answer === undefined ? [] : [{ place, answer: answer.value }]));
  const failed = settled.flatMap(({ place, failure }) => (failure === undefined ? [] : [{ place, failure: failure.error }]));
  if (found.length === 0 && failed[0] !== undefined) throw failed[0].failure;
  return {
    found,
    unavailable: failed.map(({ place, failure }) => ({ alertmanager: place.uid, code: failure.code })),
  };
};

const settle = async <Found>(asking: Promise<Found>) => {
  try {
    return { answer: { value: await asking }, failure: undefined };
  } catch (error) {
    if (!LineclearError.is(error)) throw error;
    return { answer: undefined, failure: { error } };
  }
};
