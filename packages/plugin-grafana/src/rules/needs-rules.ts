import type { Settings } from '../settings.ts';

/** Tools that need somebody who evaluates rules: Grafana or a Prometheus. */
export const needsRules = {
  if: ({ grafana, prometheus }: Settings): boolean => grafana !== undefined || prometheus !== undefined,
  hint: "Ask the operator to add prometheus: { url } or grafana: { url, token } to the profile's grafana connection.",
};
