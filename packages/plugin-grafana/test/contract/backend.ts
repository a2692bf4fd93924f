import type { JsonObject } from '@lineclear/core/plugin';
import { type ContractBackend, secretMarker } from '@lineclear/testing';
import {
  type GrafanaSandbox,
  type GrafanaWorld,
  startContext7Sandbox,
  startGrafanaSandbox,
  tunnel,
} from '@lineclear/testing/grafana';
import * as z from 'zod';

/** A monitored tunnel: its rule fires, a silence holds it, and an incident is open. */
export interface MonitoringBackend extends ContractBackend {
  readonly world: GrafanaWorld;
  /** What somebody else does over the API. */
  readonly send: (request: { method: 'POST' | 'DELETE'; path: string; json?: JsonObject }) => Promise<void>;
}

export const paths = {
  annotations: '/api/annotations',
  silences: '/api/alertmanager/grafana/api/v2/silences',
  silence: '/api/alertmanager/grafana/api/v2/silence',
  incidents: '/api/plugins/grafana-irm-app/resources/api/v1/IncidentsService',
} as const;

/** Servers of their own for each check; only Prometheus, which nothing changes, may be shared. */
export const startBackend = async (prometheus: string): Promise<MonitoringBackend> => {
  const [sandbox, context7] = await Promise.all([
    startGrafanaSandbox({ seed: 'tunnel', incidents: true, prometheus }),
    startContext7Sandbox({ apiKey: secretMarker, anonymous: false }),
  ]);
  const { url, http, world } = sandbox;
  const send = sender(url);
  await happen({ world, send });
  return {
    connections: {
      grafana: { grafana: { url, token: secretMarker } },
      context7: { url: context7.url, api_key: secretMarker },
    },
    http: [http, context7.http],
    world,
    send,
    state: () => world.state(),
    close: async () => {
      failOnViolations(sandbox);
      await Promise.all([sandbox.close(), context7.close()]);
    },
  };
};

/** The ids of what is there from the start; they are the same in every start. */
export const seededIds = async (): Promise<{ readonly silence: string; readonly incident: string }> => {
  const backend = await startBackend('http://127.0.0.1:9');
  const { silences, incidents } = ids.parse(backend.world.state());
  await backend.close?.();
  return { silence: silences[0].id, incident: incidents[0].id };
};

const one = z.tuple([z.object({ id: z.string() })]);
const ids = z.object({ silences: one, incidents: one });

const happen = async ({ world, send }: Pick<MonitoringBackend, 'world' | 'send'>): Promise<void> => {
  world.setRuleState(tunnel.rule, { state: 'Alerting', labels: { job: 'tunnel' } });
  const nowMs = Date.now();
  await send({
    method: 'POST',
    path: paths.silences,
    json: {
      matchers: [{ name: 'component', value: 'tunnel', isRegex: false, isEqual: true }],
      startsAt: new Date(nowMs).toISOString(),
      endsAt: new Date(nowMs + 30 * 86_400_000).toISOString(),
      createdBy: 'somebody-else',
      comment: 'The upstream moves',
    },
  });
  await send({
    method: 'POST',
    path: `${paths.incidents}.CreateIncident`,
    json: {
      title: 'Circuit breaker open',
      severity: 'critical',
      labels: [],
      roomPrefix: 'incident',
      isDrill: false,
      status: 'active',
    },
  });
};

const sender =
  (url: string): MonitoringBackend['send'] =>
  async ({ method, path, json }) => {
    const answer = await fetch(url + path, {
      method,
      ...(json !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} was refused with ${answer.status}: ${text}`);
  };

// What Grafana's description does not allow was answered 400, which an example that expects an error would take for its own.
const failOnViolations = ({ violations }: GrafanaSandbox): void => {
  if (violations.length > 0) throw new Error(`Grafana's description does not allow: ${JSON.stringify(violations)}`);
};
