import { definePlugin } from '@lineclear/core/plugin';
import { domainTools } from './domains/tools.ts';
import { dropletTools } from './droplets/tools.ts';
import { networkTools } from './networks/tools.ts';
import { snapshotTools } from './snapshots/tools.ts';
import { uptimeTools } from './uptime/tools.ts';
import { volumeTools } from './volumes/tools.ts';

const place = 'DigitalOcean';

/** DigitalOcean: droplets, what saves them, the networks around them, volumes, DNS and uptime checks. */
export default definePlugin({
  id: 'droplets',
  title: 'Droplets',
  version: '0.0.0',
  toolsets: {
    droplets: { title: 'Droplets', use: 'See, create, resize, restart and delete droplets.', place },
    snapshots: { title: 'Snapshots and backups', use: 'Save the disk of a droplet, and restore it.', place },
    'cloud-network': { title: 'Networks', use: 'Firewalls, private networks, load balancers and reserved IPs.', place },
    volumes: { title: 'Volumes', use: 'Block storage of droplets.', place },
    domains: { title: 'Domains', use: 'DNS records.', place },
    uptime: { title: 'Uptime checks', use: 'Checks from outside, and whom they tell.', place },
  },
  // Closed until the configuration opens it: production, and whatever deletes something anywhere.
  policy: [
    { tier: 'production', kind: 'write', allow: 'deny' },
    { kind: 'write', class: 'delete', allow: 'deny' },
  ],
  tools: [...dropletTools, ...snapshotTools, ...networkTools, ...volumeTools, ...domainTools, ...uptimeTools],
});
