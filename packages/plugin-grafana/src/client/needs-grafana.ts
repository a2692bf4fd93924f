import type { Settings } from '../settings.ts';

/** Tools that need Grafana's own API: a profile without Grafana does not list them. */
export const needsGrafana = {
  if: (settings: Settings): boolean => settings.grafana !== undefined,
  lack: 'no Grafana',
  hint: "Ask the operator to add grafana: { url, token } to the profile's grafana connection.",
};
