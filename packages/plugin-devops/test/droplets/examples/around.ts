import { known } from '../../../src/droplets/test/account.ts';
import type { DropletBackend, Examples } from '../../../src/droplets/test/backend.ts';

const { web, idle, data, spare, firewall, balancer, check } = known;
const https = { direction: 'in', protocol: 'tcp', ports: '443', peers: ['0.0.0.0/0', 'tag:edge', 'droplet:12'] };
const ssh = { direction: 'in', protocol: 'tcp', ports: '22', peers: ['192.0.2.0/24'] };
const out = { direction: 'out', protocol: 'udp', ports: '53', peers: ['0.0.0.0/0'] };
const target = 'https://example.com/health';

const otherMail = ({ world }: DropletBackend): void =>
  void world.addRecord('example.com', { type: 'MX', name: '@', data: 'other.example.com.', priority: 20 });

/** Everything beside the droplets themselves. */
export const otherExamples: Examples = {
  do_firewall_list: [{ input: {} }],
  do_firewall_update: [
    {
      input: { ...firewall, rules: [ssh, https, out], droplets: [web, idle], tags: ['shop'] },
      drift: ({ world }) => void Object.assign(world.firewalls.get(firewall.id) ?? {}, { tags: ['theirs'] }),
    },
    {
      input: { name: 'db', rules: [ssh], droplets: [idle] },
      drift: ({ world }) => void world.addFirewall({ name: 'db' }),
    },
    { input: { name: firewall.name, rules: [ssh] }, error: 'conflict' },
    { input: { ...firewall, rules: [ssh], droplets: [{ ...web, name: 'old-1' }] }, error: 'conflict' },
  ],
  do_vpc_list: [{ input: {} }],
  do_vpc_create: [
    {
      input: { name: 'private', region: 'nyc3', ip_range: '10.10.10.0/24', description: 'For the shop.' },
      drift: ({ world }) => {
        const vpc = world.defaultVpc('ams3');
        world.vpcs.set(vpc.id, { ...vpc, name: 'private' });
      },
    },
    { input: { name: 'default-nyc3', region: 'nyc3', ip_range: '10.10.10.0/24' }, error: 'conflict' },
    { input: { name: 'wide', region: 'nyc3', ip_range: '8.8.8.0/24' }, error: 'invalid_input' },
  ],
  do_load_balancer_list: [{ input: {} }],
  do_load_balancer_update: [
    {
      input: { ...balancer, action: 'add', droplets: [idle] },
      drift: ({ world }) => void Object.assign(world.loadBalancers.get(balancer.id) ?? {}, { dropletIds: [] }),
    },
    {
      input: { ...balancer, action: 'remove', droplets: [web] },
      drift: ({ world }) => void Object.assign(world.loadBalancers.get(balancer.id) ?? {}, { dropletIds: [web.id, idle.id] }),
    },
    { input: { ...balancer, action: 'add', droplets: [web] }, error: 'conflict' },
  ],
  do_reserved_ip_list: [{ input: {} }],
  do_reserved_ip_assign: [
    {
      input: { ip: known.taken, droplet: idle, action: 'assign' },
      drift: ({ world }) => void Object.assign(world.reservedIps.get(known.taken) ?? {}, { dropletId: undefined }),
    },
    {
      input: { ip: known.taken, droplet: web, action: 'unassign' },
      drift: ({ world }) => void Object.assign(world.reservedIps.get(known.taken) ?? {}, { dropletId: idle.id }),
    },
    { input: { ip: known.free, droplet: web, action: 'unassign' }, error: 'conflict' },
  ],
  do_volume_list: [{ input: { region: 'nyc3' } }],
  do_volume_create: [
    { input: { name: 'more', region: 'nyc3', size_gb: 20 }, drift: ({ world }) => void world.addVolume({ name: 'more' }) },
    { input: { name: 'data', region: 'nyc3', size_gb: 20 }, error: 'conflict' },
  ],
  do_volume_attach: [
    {
      input: { ...spare, droplet: idle, action: 'attach' },
      drift: ({ world }) => void Object.assign(world.volumes.get(spare.id) ?? {}, { dropletId: web.id }),
    },
    {
      input: { ...data, droplet: web, action: 'detach' },
      drift: ({ world }) => void Object.assign(world.volumes.get(data.id) ?? {}, { dropletId: undefined }),
    },
    { input: { ...data, droplet: idle, action: 'attach' }, error: 'conflict' },
  ],
  do_volume_delete: [
    {
      input: spare,
      drift: ({ world }) => void Object.assign(world.volumes.get(spare.id) ?? {}, { dropletId: web.id }),
    },
    { input: data, error: 'conflict' },
  ],
  do_domain_records: [{ input: {} }, { input: { domain: 'example.com', type: 'A', name: 'www' } }],
  do_domain_record_put: [
    {
      input: { domain: 'example.com', type: 'A', name: 'api', data: '203.0.113.9' },
      drift: ({ world }) => void world.addRecord('example.com', { type: 'A', name: 'api', data: '203.0.113.10' }),
    },
    {
      input: { domain: 'example.com', id: known.record, type: 'A', name: 'www', data: known.free, ttl: 60 },
      drift: ({ world }) => void Object.assign(world.domains.get('example.com')?.[0] ?? {}, { data: '203.0.113.99' }),
    },
    { input: { domain: 'example.com', type: 'MX', name: '@', data: 'mail.example.com.', priority: 10 }, drift: otherMail },
    { input: { domain: 'example.com', type: 'A', name: 'www', data: known.taken }, error: 'conflict' },
    { input: { domain: 'example.org', type: 'A', name: 'www', data: known.taken }, error: 'not_found' },
  ],
  do_domain_record_delete: [
    {
      input: { domain: 'example.com', id: known.record, name: 'www' },
      drift: ({ world }) => void Object.assign(world.domains.get('example.com')?.[0] ?? {}, { data: '203.0.113.99' }),
    },
    { input: { domain: 'example.com', id: known.record, name: '@' }, error: 'conflict' },
  ],
  do_uptime_checks: [{ input: {} }],
  do_uptime_check_put: [
    {
      input: { name: 'api', type: 'https', target, regions: ['eu_west'], alert_email: 'ops@example.com' },
      drift: ({ world }) => void world.addUptimeCheck({ name: 'api', target }),
    },
    {
      input: { ...check, type: 'https', target, enabled: false },
      drift: ({ world }) => void Object.assign(world.uptimeChecks.get(check.id) ?? {}, { target: 'https://example.net' }),
    },
    { input: { name: check.name, type: 'https', target }, error: 'conflict' },
  ],
  do_uptime_check_delete: [
    { input: check, drift: ({ world }) => void Object.assign(world.uptimeChecks.get(check.id) ?? {}, { enabled: false }) },
    { input: { ...check, name: 'another' }, error: 'conflict' },
  ],
};
