import { LineclearError } from '@lineclear/core/plugin';
import type { GrafanaReader } from '../client/grafana-reader.ts';
import { askAll } from '../client/ask-all.ts';
import { type Place, wantedPlaces } from './place.ts';
import { readSilence, unknownSilence } from './read-silences.ts';
import type { Silence } from './schemas.ts';

/** A silence and where it is: in the named Alertmanager, or in whichever of the usual ones has it. */
export const findSilence = async ({
  id,
  uid,
  reader,
  signal,
}: {
  id: string;
  uid: string | undefined;
  reader: GrafanaReader;
  signal: AbortSignal;
}): Promise<{ readonly place: Place; readonly silence: Silence }> => {
  const places = await wantedPlaces({ uid, reader, signal });
  const { found, unavailable } = await askAll({
    targets: places,
    ask: (place) => readSilence({ place, id, reader, signal }).catch(unlessAbsent),
  });
  const [owner] = found.flatMap(({ target: place, answer }) => (answer === undefined ? [] : [{ place, silence: answer }]));
  if (owner !== undefined) return owner;
  if (unavailable.length === 0) throw unknownSilence(id);
  throw new LineclearError('unreachable', 'Not every Alertmanager could be asked for this silence.', {
    hint: 'Name the Alertmanager that has it, or ask again later.',
    details: { reason: 'alertmanager_unavailable', unavailable },
  });
};

const unlessAbsent = (error: unknown): undefined => {
  if (LineclearError.is(error) && error.code === 'not_found') return undefined;
  throw error;
};
