import { type CallContext, LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { GrafanaReader } from '../client/grafana-reader.ts';
import { linkAddress } from '../links/address.ts';
import type { IncidentBackend, IncidentReader } from './backend.ts';
import type { BackendName } from './incident.ts';
import { irmIncidents } from './irm.ts';
import { localIncidents } from './local.ts';

/** What every handler is called with. It is handed on as it is: its members are read from it when they are needed. */
type Call = Pick<CallContext, 'state' | 'principal' | 'clock' | 'signal'>;

/**
 * Where the incidents of a profile are: in Grafana's incident plugin where that is installed, and in the local store otherwise. That
 * Grafana does not answer, or refuses, is an error and never a reason to look elsewhere.
 */
export const incidentsFor = async (call: Call & { readonly reader: GrafanaReader }): Promise<IncidentReader> =>
  openBackend({ name: await backendOf(call), reader: call.reader, call });

/** The named backend: a confirmed write goes where its preview looked. */
export const openBackend = ({
  name,
  reader,
  call: { state, principal, clock, signal },
}: {
  name: BackendName;
  reader: GrafanaReader;
  call: Call;
}): IncidentBackend =>
  name === 'local'
    ? localIncidents({ state, by: principal.id, now: () => clock.now() })
    : irmIncidents({ http: reader.grafana, address: linkAddress(reader.address), signal });

/** Milliseconds for which it is believed that there is the plugin, or that there is none. */
const freshMs = 60_000;
const known = new WeakMap<GrafanaReader, { readonly name: BackendName; readonly atMs: number }>();

const backendOf = async ({ reader, clock, signal }: Call & { readonly reader: GrafanaReader }): Promise<BackendName> => {
  if (!reader.hasGrafana) return 'local';
  const nowMs = clock.now();
  const remembered = known.get(reader);
  if (remembered !== undefined && nowMs - remembered.atMs < freshMs) return remembered.name;
  const name = (await hasPlugin({ reader, signal })) ? 'grafana-irm' : 'local';
  known.set(reader, { name, atMs: nowMs });
  return name;
};

const hasPlugin = async ({ reader, signal }: { reader: GrafanaReader; signal: AbortSignal }): Promise<boolean> => {
  const answer = await reader.grafana.get('/api/plugins/grafana-irm-app/settings', { accept: [404], signal });
  if (answer.status !== 404) return answer.json(pluginSettings).enabled !== false;
  if (isGrafanas(answer.text())) return false;
  // A proxy or a wrong address answers 404 to everything: incidents that are kept in Grafana would seem to be gone.
  throw new LineclearError(
    'not_found',
    'It could not be seen whether Grafana has the incident plugin: a 404 of something else.',
    {
      hint: 'Check that the url of this profile is Grafana itself.',
      details: { status: 404, reason: 'not_grafana' },
    },
  );
};

const pluginSettings = z.object({ id: z.literal('grafana-irm-app'), enabled: z.boolean().nullish() });

/** Whether a 404 is Grafana's own and about plugins, in the words of any of its versions. */
const isGrafanas = (text: string): boolean => {
  try {
    const { success, data } = notFound.safeParse(JSON.parse(text));
    return success && /^plugin\b/i.test(data.messageId ?? data.message ?? '');
  } catch {
    return false;
  }
};

const notFound = z.object({ message: z.string().nullish(), messageId: z.string().nullish() });
