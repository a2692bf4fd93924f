import type { IncomingHttpHeaders } from 'node:http';
import {
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  validateHostHeader,
  validateOriginHeader,
} from '@modelcontextprotocol/server';

const remembered = 64;
// What `new URL` would read as something else than a host, or the SDK's own URL would refuse.
const foreign = /[^\w.:[\]-]/;

/**
 * Checks where a request says it goes (Host) and where it comes from (Origin), so that a web page cannot reach a local server
 * by DNS rebinding. Hostnames without ports; IPv6 in brackets. Yields why a request is refused.
 */
export const createPlacementCheck = ({
  allowedHosts = localhostAllowedHostnames(),
  allowedOrigins = localhostAllowedOrigins(),
}: {
  allowedHosts?: readonly string[] | undefined;
  allowedOrigins?: readonly string[] | undefined;
}): ((headers: IncomingHttpHeaders) => string | undefined) => {
  const hosts = [...allowedHosts];
  const origins = [...allowedOrigins];
  // Parsing a URL costs as much as answering; a client sends the same Host with every request.
  const accepted = new Set<string>();
  return ({ host, origin }) => {
    if (host === undefined || !accepted.has(host)) {
      if (host !== undefined && foreign.test(host)) return 'Invalid Host header';
      const checked = validateHostHeader(host, hosts);
      if (!checked.ok) return checked.message;
      if (host !== undefined && accepted.size < remembered) accepted.add(host);
    }
    if (origin === undefined) return undefined;
    const checked = validateOriginHeader(origin, origins);
    return checked.ok ? undefined : checked.message;
  };
};
