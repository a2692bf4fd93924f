import * as z from 'zod';
import type { GrafanaReader } from './grafana-reader.ts';

const health = z.object({ version: z.string().optional(), database: z.string().optional() });

/** One cheap question to every server of the profile; the first that does not answer is the connection's health. */
export const probeServers = async ({ reader, signal }: { reader: GrafanaReader; signal: AbortSignal }) => {
  const direct = (await reader.datasources.list({ signal })).filter(({ origin }) => origin === 'profile');
  const answers = await Promise.all(
    direct.map(async (datasource) => {
      await reader.target(datasource).get(readiness[datasource.type] ?? '/', { signal });
      return [datasource.type, 'ready'] as const;
    }),
  );
  // The list above needs credentials, and health does not: both are worth knowing.
  const grafana = reader.hasGrafana ? (await reader.grafana.get('/api/health', { signal })).json(health) : undefined;
  return { ...(grafana && { grafana: grafana.version ?? 'ready' }), ...Object.fromEntries(answers) };
};

// Every server of that family is ready at one path; the question that only an Alertmanager answers tells when another one was named.
const readiness: Readonly<Record<string, string>> = { prometheus: '/-/ready', alertmanager: '/api/v2/status', loki: '/ready' };
