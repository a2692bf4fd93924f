import { definePlugin } from '@lineclear/core/plugin';
import { dnsLookup } from './dns/tools/dns-lookup.ts';
import { httpCheck } from './http/tools/http-check.ts';
import { portCheck } from './ports/tools/port-check.ts';

/** HTTP, DNS and port checks of the targets that a profile lists. */
export default definePlugin({
  id: 'net',
  title: 'Network checks',
  version: '0.0.0',
  toolsets: {
    net: { title: 'Network checks', use: 'Check URLs with their certificates, DNS names and ports of listed targets.' },
  },
  tools: [httpCheck, dnsLookup, portCheck],
});
