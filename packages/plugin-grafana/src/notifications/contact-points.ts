import * as z from 'zod';
import { type Place, readerAt } from '../alertmanager/place.ts';
import { receiversAnswer } from '../alertmanager/schemas.ts';
import type { GrafanaReader } from '../client/grafana-reader.ts';

// `settings` has addresses and secrets: it is not even parsed.
const contactPoints = z.array(
  z.object({ uid: z.string().nullish(), name: z.string().nullish(), type: z.string(), provenance: z.string().nullish() }),
);

/** Whom an Alertmanager can tell. Alertmanager itself says only the names. */
export interface ContactPoint {
  readonly name: string;
  readonly uid?: string;
  readonly type?: string;
  /** How it was made, where that keeps people from editing it: `file`, `api`. */
  readonly provenance?: string;
}

export const readContactPoints = async ({
  place,
  reader,
  signal,
}: {
  place: Place;
  reader: GrafanaReader;
  signal: AbortSignal;
}): Promise<readonly ContactPoint[]> => {
  if (place.datasource !== undefined) return (await readerAt({ place, reader })('/receivers', { signal })).json(receiversAnswer);
  const rows = (await reader.grafana.get('/api/v1/provisioning/contact-points', { signal })).json(contactPoints);
  return rows.map(({ uid, name, type, provenance }) => ({
    name: name ?? '',
    type,
    ...(typeof uid === 'string' && { uid }),
    ...(typeof provenance === 'string' && provenance !== '' && { provenance }),
  }));
};
