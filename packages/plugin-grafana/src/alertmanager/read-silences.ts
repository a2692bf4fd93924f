import { LineclearError, path, quoted } from '@lineclear/core/plugin';
import type { GrafanaReader } from '../client/grafana-reader.ts';
import type { Matcher } from './matcher.ts';
import { type Place, readerAt } from './place.ts';
import { type Silence, silenceAnswer, silencesAnswer } from './schemas.ts';

interface Ask {
  readonly place: Place;
  readonly reader: GrafanaReader;
  readonly signal: AbortSignal;
}

/** Every silence that the server remembers: active and pending ones, and expired ones for some days. */
export const readSilences = async ({ place, reader, signal }: Ask): Promise<readonly Silence[]> =>
  (await readerAt({ place, reader })('/silences', { signal })).json(silencesAnswer);

/** One silence; `not_found` says where the ids are. */
export const readSilence = async ({ place, id, reader, signal }: Ask & { id: string }): Promise<Silence> => {
  if (!/^[\w-]+$/.test(id)) throw unknownSilence(id);
  try {
    return (await readerAt({ place, reader })(path`/silence/${id}`, { signal })).json(silenceAnswer);
  } catch (error) {
    throw isAbsent(error) ? unknownSilence(id) : error;
  }
};

/** The matchers of a silence; before negative ones existed, `isEqual` was not there. */
export const matchersOf = ({ matchers }: Pick<Silence, 'matchers'>): readonly Matcher[] =>
  matchers.map(({ isEqual, ...matcher }) => ({ ...matcher, isEqual: isEqual ?? true }));

export const unknownSilence = (id: string): LineclearError =>
  new LineclearError('not_found', `There is no silence ${quoted(id)}.`, {
    hint: 'Find it with list_silences; a silence is forgotten some days after its end.',
    details: { reason: 'silence' },
  });

// An id that is no uuid is a validation error (422) to Alertmanager: such a silence cannot exist either.
const isAbsent = (error: unknown): boolean =>
  LineclearError.is(error) && (error.details?.['status'] === 404 || error.details?.['status'] === 422);
