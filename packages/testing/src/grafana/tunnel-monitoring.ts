import { alertmanagerBinary, startAlertmanager } from '../services/alertmanager.ts';
import { prometheusBinary } from '../services/prometheus.ts';
import type { ServiceBinary } from '../services/binary.ts';
import { findBinary, MissingService } from '../services/binary.ts';
import type { Service } from '../services/start-service.ts';
import type { Context7Sandbox } from './context7/sandbox.ts';
import { startContext7Sandbox } from './context7/sandbox.ts';
import type { SeededPrometheus } from './metrics/seeded-prometheus.ts';
import { startSeededPrometheus } from './metrics/seeded-prometheus.ts';
import type { TunnelService } from './metrics/tunnel-service.ts';
import { startTunnelService } from './metrics/tunnel-service.ts';
import type { GrafanaSandbox, GrafanaSandboxOptions } from './sandbox.ts';
import { startGrafanaSandbox } from './sandbox.ts';

export interface TunnelMonitoringOptions {
  /** Rules for Prometheus, as YAML of a rule file. */
  readonly rules?: string;
  /** Starts without the servers that are not installed, instead of failing. */
  readonly leaveOutMissing?: boolean;
  /** Settings of Grafana; the seed is the tunnel, and incidents are switched on. */
  readonly grafana?: Omit<GrafanaSandboxOptions, 'prometheus' | 'alertmanager'>;
}

/** A service with its whole monitoring. */
export interface TunnelMonitoring {
  readonly service: TunnelService;
  readonly grafana: GrafanaSandbox;
  readonly context7: Context7Sandbox;
  /** Scrapes the service every second and sends alerts to Alertmanager; undefined where it was left out. */
  readonly prometheus: SeededPrometheus | undefined;
  readonly alertmanager: (Service & { readonly url: string }) | undefined;
  /** What was left out, and the command that installs it. */
  readonly missing: readonly string[];
  close(): Promise<void>;
}

/** Starts the example service, a real Prometheus and Alertmanager, a Grafana before them, and a Context7. */
export const startTunnelMonitoring = async ({
  rules,
  leaveOutMissing = false,
  grafana: options = {},
}: TunnelMonitoringOptions = {}): Promise<TunnelMonitoring> => {
  const missing: string[] = [];
  const stops: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    // The last one first: Grafana asks the servers that were started before it.
    for (const stop of stops.splice(0).toReversed()) await stop();
  };
  const unlessMissing = async <Started extends { stop: () => Promise<void> }>(
    binary: ServiceBinary,
    start: () => Promise<Started>,
  ): Promise<Started | undefined> => {
    try {
      await findBinary(binary);
    } catch (error) {
      if (!leaveOutMissing || !(error instanceof MissingService)) throw error;
      missing.push(error.message);
      return undefined;
    }
    const started = await start();
    stops.push(() => started.stop());
    return started;
  };
  try {
    const service = await startTunnelService();
    stops.push(() => service.close());
    const alertmanager = await unlessMissing(alertmanagerBinary, startAlertmanager);
    const prometheus = await unlessMissing(prometheusBinary, () =>
      startSeededPrometheus({
        targets: [service.target],
        ...(rules !== undefined && { rules }),
        ...(alertmanager !== undefined && { alertmanagers: [new URL(alertmanager.url).host] }),
      }),
    );
    const grafana = await startGrafanaSandbox({
      seed: 'tunnel',
      incidents: true,
      ...options,
      ...(prometheus !== undefined && { prometheus: prometheus.url }),
      ...(alertmanager !== undefined && { alertmanager: alertmanager.url }),
    });
    stops.push(() => grafana.close());
    const context7 = await startContext7Sandbox();
    stops.push(() => context7.close());
    return { service, grafana, context7, prometheus, alertmanager, missing, close };
  } catch (error) {
    await close();
    throw error;
  }
};
