import { alertmanagerBinary, prometheusBinary, skipWithout } from '@lineclear/testing';
import type { GrafanaSandbox } from '@lineclear/testing/grafana';
import type * as z from 'zod';
import { grafanaState, grafanaToken, startMonitoredGrafana } from './grafana-sandbox.ts';
import { type AlertmanagerView, context7Key, startMonitoringServers } from './grafana-servers.ts';

/** Whether Prometheus and Alertmanager are installed; where they are not, the app is exercised without monitoring, and under CI not at all. */
export const hasGrafana = ![skipWithout(prometheusBinary), skipWithout(alertmanagerBinary)].includes(true);

/** A Grafana of its own for each client, before a Prometheus, an Alertmanager and a Context7 that all of them share. */
export interface GrafanaWorld {
  /** What a profile says of it. */
  readonly connections: { readonly grafana: object; readonly context7: object };
  readonly dashboard: GrafanaSandbox['world']['dashboard'];
  readonly rule: GrafanaSandbox['world']['rule'];
  /** What else there is in Grafana now. */
  readonly state: () => z.output<typeof grafanaState>;
  readonly alertmanager: AlertmanagerView;
  /** Ends Grafana; throws where it was sent what its description does not allow. */
  readonly close: () => Promise<void>;
}

/** Makes everything as it was: one client after another calls the same tools. The first starts the servers; `endGrafanaWorld` ends them. */
export const freshGrafanaWorld = async (): Promise<GrafanaWorld> => {
  const { prometheus, alertmanager, context7 } = await (starting ??= startMonitoringServers());
  await alertmanager.endSilences();
  const sandbox = await startMonitoredGrafana({ prometheus: prometheus.url, alertmanager: alertmanager.url });
  const { url, world } = sandbox;
  return {
    connections: {
      grafana: { grafana: { url, token: grafanaToken } },
      context7: { url: context7.url, api_key: context7Key },
    },
    dashboard: (uid) => world.dashboard(uid),
    rule: (uid) => world.rule(uid),
    state: () => grafanaState.parse(world.state()),
    alertmanager,
    close: async () => {
      await sandbox.close();
      const { violations } = sandbox;
      if (violations.length > 0) throw new Error(`Grafana's description does not allow: ${JSON.stringify(violations)}`);
    },
  };
};

/** Ends the servers, once for a test file. */
export const endGrafanaWorld = async (): Promise<void> => {
  await (await starting)?.close();
  starting = undefined;
};

let starting: ReturnType<typeof startMonitoringServers> | undefined;
