import { LineclearError } from '@lineclear/core/plugin';
import { readBlockYaml } from '../alertmanager/block-yaml.ts';
import { type Place, readerAt } from '../alertmanager/place.ts';
import { statusAnswer } from '../alertmanager/schemas.ts';
import type { GrafanaReader } from '../client/grafana-reader.ts';
import { type Route, route } from './route.ts';

/** The root of the tree of one Alertmanager: Grafana's provisioning API, or the configuration that an Alertmanager shows. */
export const readRoute = async ({
  place,
  reader,
  signal,
}: {
  place: Place;
  reader: GrafanaReader;
  signal: AbortSignal;
}): Promise<Route> => {
  if (place.datasource === undefined) return (await reader.grafana.get('/api/v1/provisioning/policies', { signal })).json(route);
  const { config } = (await readerAt({ place, reader })('/status', { signal })).json(statusAnswer);
  return inConfiguration(config.original);
};

const inConfiguration = (text: string): Route => {
  try {
    return route.parse(readBlockYaml({ text, key: 'route' }));
  } catch (error) {
    throw new LineclearError('unsupported', 'The configuration of this Alertmanager cannot be read.', {
      hint: 'Read its routes on its own status page.',
      details: { reason: 'alertmanager_configuration' },
      cause: error,
    });
  }
};
