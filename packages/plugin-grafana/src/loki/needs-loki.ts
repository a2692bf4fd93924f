import type { Settings } from '../settings.ts';

/** Tools that need a Loki: Grafana may know some. */
export const needsLoki = {
  if: ({ grafana, loki }: Settings): boolean => grafana !== undefined || loki !== undefined,
  lack: 'no Grafana or Loki',
  hint: "Ask the operator to add loki: { url } or grafana: { url, token } to the profile's grafana connection.",
};
