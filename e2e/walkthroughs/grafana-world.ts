import { readFile } from 'node:fs/promises';
import { startLokiSandbox, startTunnelMonitoring, tunnelLogs, type TunnelMonitoring } from '@lineclear/testing/grafana';
import { type Home, makeHome } from '../processes/app/home.ts';

/** The profile of the page that writes go to. */
export type ActiveProfile = 'local' | 'plain';

/**
 * The tunnel with its whole monitoring: its circuit breaker has just opened, after twenty bad minutes half an hour ago. `local` reaches it through
 * Grafana, with the rights that the page asks for; `plain` reaches Prometheus, Alertmanager and Loki themselves.
 */
export const makeGrafanaWorld = async (active: ActiveProfile): Promise<AsyncDisposable & { readonly home: Home }> => {
  const [home, loki, rules] = await Promise.all([makeHome(), startLokiSandbox({ patterns: false }), impatientRules()]);
  loki.push(tunnelLogs({ endMs: Date.now(), minutes: 120 }));
  const monitoring = await startTunnelMonitoring({
    rules,
    grafana: { access: { tokens: { [token]: 'Editor', [expiredToken]: 'expired' } } },
  });
  const { service, grafana, context7, prometheus, alertmanager } = monitoring;
  service.setMode('failing');
  const stopRepairing = repairOnceNoted(monitoring);

  const profileOf = (servers: object) => ({ tier: 'development', ...servers });
  const withToken = (one: string) => profileOf({ grafana: { grafana: { url: grafana.url, token: one } } });
  const profiles = {
    local: { ...withToken(token), context7: { url: context7.url } },
    plain: profileOf({
      grafana: { prometheus: { url: prometheus?.url }, alertmanager: { url: alertmanager?.url }, loki: { url: loki.url } },
    }),
    expired: withToken(expiredToken),
    elsewhere: profileOf({ grafana: { grafana: { url: 'http://127.0.0.1:1' } } }),
  };
  // JSON is YAML, and the user's own folder of settings needs no --config.
  await home.write('../config/lineclear/lineclear.yaml', JSON.stringify({ default: active, profiles }));
  return {
    home,
    [Symbol.asyncDispose]: async () => {
      stopRepairing();
      await monitoring.close();
      await loki.close();
      await home[Symbol.asyncDispose]();
      if (grafana.violations.length > 0)
        throw new Error(`Grafana's description does not allow: ${JSON.stringify(grafana.violations)}`);
    },
  };
};

const token = 'glsa_of_the_page';
const expiredToken = 'glsa_of_last_year';

/** The rules of the example, the one of the breaker without its waiting times: nobody reads a page for minutes. The others stay pending. */
const impatientRules = async (): Promise<string> => {
  const rules = await readFile(new URL('../../examples/grafana/tunnel.rules', import.meta.url), 'utf8');
  return rules
    .replace('interval: 1m', 'interval: 1s')
    .replace(' for: 1m', ' for: 0s')
    .replace('keep_firing_for: 2m', 'keep_firing_for: 0s');
};

/** Somebody restarts the upstream, and notes it in Grafana: from then on requests succeed. */
const repairOnceNoted = ({ service, grafana }: TunnelMonitoring): (() => void) => {
  const timer = setInterval(() => {
    const isNoted = grafana.http.requests.some(({ method, path }) => method === 'POST' && path === '/api/annotations');
    if (isNoted) service.setMode('healthy');
  }, 50);
  return () => clearInterval(timer);
};
