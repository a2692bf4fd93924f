import type { Settings } from '../settings.ts';

/** Tools that need an Alertmanager: Grafana has one of its own. */
export const needsAlertmanager = {
  if: ({ grafana, alertmanager }: Settings): boolean => grafana !== undefined || alertmanager !== undefined,
  lack: 'no Grafana or Alertmanager',
  hint: "Ask the operator to add alertmanager: { url } or grafana: { url, token } to the profile's grafana connection. list_alert_rules shows what a Prometheus fires.",
};
