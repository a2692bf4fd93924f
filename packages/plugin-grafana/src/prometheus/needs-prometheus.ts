import type { Settings } from '../settings.ts';

/** Tools that need a Prometheus: Grafana may know some. */
export const needsPrometheus = {
  if: ({ grafana, prometheus }: Settings): boolean => grafana !== undefined || prometheus !== undefined,
  lack: 'no Grafana or Prometheus',
  hint: "Ask the operator to add prometheus: { url } or grafana: { url, token } to the profile's grafana connection.",
};
