import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { GrafanaReader } from '../client/grafana-reader.ts';
import type { Datasource } from '../datasources/datasource.ts';

/** The datasource that Explore opens: the named one, else Grafana's default, else the only one. Throws with the choices. */
export const exploredDatasource = async ({
  reader,
  uid,
  signal,
}: {
  reader: GrafanaReader;
  uid: string | undefined;
  signal: AbortSignal;
}): Promise<Datasource> => {
  const known = (await reader.datasources.list({ signal })).filter(({ origin }) => origin === 'grafana');
  const found =
    uid === undefined
      ? (known.find(({ isDefault }) => isDefault) ?? (known.length === 1 ? known[0] : undefined))
      : (known.find((one) => one.uid === uid) ?? known.find(({ name }) => name === uid));
  if (found !== undefined) return found;
  const choices = { datasources: known.slice(0, 20).map((one) => ({ uid: one.uid, name: one.name, type: one.type })) };
  if (uid === undefined) {
    throw new LineclearError('invalid_input', 'Explore needs a datasource, and none is the default.', {
      hint: 'Name one of details.datasources.',
      details: { reason: 'datasource_ambiguous', ...choices },
    });
  }
  throw new LineclearError('not_found', `Grafana has no datasource ${quoted(uid)}.`, {
    hint: 'Use one of details.datasources: a server that the profile asks directly cannot be explored in Grafana.',
    details: { reason: 'datasource', ...choices },
  });
};
