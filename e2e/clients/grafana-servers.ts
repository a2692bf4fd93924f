import { startAlertmanager } from '@lineclear/testing';
import { startContext7Sandbox, startSeededPrometheus, startTunnelService } from '@lineclear/testing/grafana';
import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';

/** What the app shows to Context7, which answers nobody else. */
export const context7Key = 'ctx7sk-e2e-of-the-clients';

/** A rule of Prometheus that fires for what was an hour ago. */
export const breakerAlert = 'TunnelBreakerOpened';

/** A moment of the history that Prometheus has; the upstream failed from 40 to 20 minutes before its end. */
export const beforeEnd = (minutes: number): string => new Date(endMs - minutes * 60_000).toISOString();

const endMs = Math.floor(Date.now() / 60_000) * 60_000;

/** A silence as Alertmanager keeps it. */
interface KeptSilence {
  readonly state: string;
  readonly comment: string;
  readonly matchers: readonly string[];
}

/** Alertmanager seen from behind. */
export interface AlertmanagerView {
  readonly url: string;
  /** The silences that are in force. */
  readonly silences: () => Promise<readonly KeptSilence[]>;
  /** How it treats the alert of Prometheus: `active`, or `suppressed`. */
  readonly breakerState: () => Promise<string | undefined>;
  /** Ends all silences. */
  readonly endSilences: () => Promise<void>;
}

/** Starts the example service, a Prometheus that scrapes it and tells an Alertmanager of its alerts, and a Context7. */
export const startMonitoringServers = async () => {
  const [service, server, context7] = await Promise.all([
    startTunnelService(),
    startAlertmanager(),
    startContext7Sandbox({ apiKey: context7Key, anonymous: false }),
  ]);
  const alertmanagers = [new URL(server.url).host];
  const prometheus = await startSeededPrometheus({ endMs, targets: [service.target], rules, alertmanagers });
  const alertmanager = viewOf(server.url);
  // By then it has scraped the service, too.
  await until(async () => (await alertmanager.breakerState()) !== undefined);
  return {
    prometheus,
    alertmanager,
    context7,
    close: async (): Promise<void> => {
      await prometheus.stop();
      await Promise.all([server.stop(), context7.close(), service.close()]);
    },
  };
};

// Prometheus looks for Alertmanager five seconds after its start; what it could not send before, it would repeat a minute later.
const rules = `
groups:
  - name: tunnel
    rules:
      - alert: ${breakerAlert}
        expr: max by (job) (max_over_time(tunnel_circuit_breaker_state{instance="tunnel.example:9464"}[2h])) == 2
        for: 6s
        labels: { severity: warning, component: breaker }
        annotations: { summary: 'The circuit breaker of {{ $labels.job }} opened' }
      - record: job:tunnel_requests:rate5m
        expr: sum by (job) (rate(tunnel_requests_total[5m]))
`;

const viewOf = (url: string): AlertmanagerView => {
  const read = async <Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> =>
    schema.parse(await (await fetch(`${url}/api/v2${path}`)).json());
  const inForce = async () => (await read('/silences', z.array(silence))).filter(({ status }) => status.state !== 'expired');
  return {
    url,
    silences: async () =>
      (await inForce()).map(({ status, comment, matchers }) => ({
        state: status.state,
        comment,
        matchers: matchers.map(({ name, value }) => `${name}=${value}`),
      })),
    breakerState: async () => {
      const alerts = await read(`/alerts?filter=alertname="${breakerAlert}"`, z.array(z.object({ status: withState })));
      return alerts[0]?.status.state;
    },
    endSilences: async () => {
      for (const { id } of await inForce()) await fetch(`${url}/api/v2/silence/${id}`, { method: 'DELETE' });
    },
  };
};

const withState = z.object({ state: z.string() });
const silence = z.object({
  id: z.string(),
  status: withState,
  comment: z.string(),
  matchers: z.array(z.object({ name: z.string(), value: z.string() })),
});

const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  const deadline = performance.now() + 120_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`Prometheus did not tell Alertmanager of ${breakerAlert}.`);
    await setTimeout(100);
  }
};
