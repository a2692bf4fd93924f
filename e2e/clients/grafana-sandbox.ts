import { type GrafanaSandbox, startGrafanaSandbox, tunnel } from '@lineclear/testing/grafana';
import * as z from 'zod';

/** What the app shows to Grafana; it makes an editor of it. */
export const grafanaToken = 'glsa_e2e_of_the_clients';

/** A rule that nobody misses. */
export const oldRule = 'tunnel-old';

/** A Grafana with the tunnel, in which a rule fires, a silence holds it, and an incident is open. */
export const startMonitoredGrafana = async ({
  prometheus,
  alertmanager,
}: {
  prometheus: string;
  alertmanager: string;
}): Promise<GrafanaSandbox> => {
  const access = { tokens: { [grafanaToken]: 'Editor' } } as const;
  const sandbox = await startGrafanaSandbox({ seed: 'tunnel', incidents: true, prometheus, alertmanager, access });
  const { world, url } = sandbox;
  world.saveRule({ ...world.rule(tunnel.rule).body, uid: oldRule, title: 'Tunnel Silent', labels: { severity: 'info' } });
  world.setRuleState(tunnel.rule, { state: 'Alerting', labels: { job: 'tunnel' } });
  const nowMs = Date.now();
  await post(`${url}/api/alertmanager/grafana/api/v2/silences`, {
    matchers: [{ name: 'component', value: 'tunnel', isRegex: false, isEqual: true }],
    startsAt: new Date(nowMs).toISOString(),
    endsAt: new Date(nowMs + 86_400_000).toISOString(),
    createdBy: 'somebody-else',
    comment: 'The upstream moves',
  });
  await post(`${url}/api/plugins/grafana-irm-app/resources/api/v1/IncidentsService.CreateIncident`, {
    title: 'Circuit breaker open',
    severity: 'critical',
    labels: [],
    roomPrefix: 'incident',
    isDrill: false,
    status: 'active',
  });
  return sandbox;
};

/** What writes change in Grafana, beside dashboards and rules. */
export const grafanaState = z.object({
  folders: z.array(z.object({ uid: z.string(), title: z.string(), parentUid: z.string().nullable() })),
  annotations: z.array(z.object({ text: z.string(), tags: z.array(z.string()), dashboardUid: z.string().nullable() })),
  rules: z.array(z.object({ uid: z.string() })),
  silences: z.array(z.object({ id: z.string(), endsAtMs: z.number() })),
  incidents: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      severity: z.string(),
      status: z.string(),
      activity: z.array(z.object({ kind: z.string(), body: z.string() })),
    }),
  ),
});

/** The ids of what is there from the start; they are the same in every start. */
export const seededIds = (): Promise<SeededIds> => (reading ??= readIds());

interface SeededIds {
  readonly silence: string;
  readonly incident: string;
}

let reading: Promise<SeededIds> | undefined;

const readIds = async (): Promise<SeededIds> => {
  const nobody = 'http://127.0.0.1:9';
  const sandbox = await startMonitoredGrafana({ prometheus: nobody, alertmanager: nobody });
  const { silences, incidents } = grafanaState.parse(sandbox.world.state());
  await sandbox.close();
  return { silence: silences[0]?.id ?? '', incident: incidents[0]?.id ?? '' };
};

const post = async (url: string, body: object): Promise<void> => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${grafanaToken}` };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
};
