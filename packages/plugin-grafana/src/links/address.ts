import { LineclearError } from '@lineclear/core/plugin';

/**
 * What every link begins with: the profile's own Grafana, without a slash at the end, and without a user and a password that the address
 * may hold. Throws `not_configured` where the profile has no Grafana.
 */
export const linkAddress = (address: string | undefined): string => {
  const url = URL.parse(address ?? '');
  if (url === null) {
    throw new LineclearError('not_configured', 'This profile has no Grafana to link to.', {
      hint: "Ask the operator to add grafana: { url, token } to the profile's grafana connection.",
      details: { reason: 'no_grafana' },
    });
  }
  return url.origin + url.pathname.replace(/\/+$/, '');
};
