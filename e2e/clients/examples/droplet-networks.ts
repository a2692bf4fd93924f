import { account, inAccount, machines } from '../droplets-world.ts';
import type { Example } from '../example.ts';

const { web, member, addressed, full, guarded } = machines;
const noPage = { args: { page: 0 }, code: 'invalid_input' } as const;
const done = { done: true, action: { status: 'completed' } };
const asked = { approval: { required: 'client' } };
const rules = [{ direction: 'in', protocol: 'tcp', ports: '22', peers: ['192.0.2.0/24'] }];
const target = 'https://example.com/health';

export const dropletNetworkReads: readonly Example[] = [
  {
    tool: 'do_firewall_list',
    args: {},
    answers: { firewalls: [{ name: 'web', rules: [{ direction: 'in', ports: '443', peers: ['0.0.0.0/0'] }] }] },
    error: noPage,
  },
  { tool: 'do_vpc_list', args: {}, answers: { vpcs: [{ name: 'default-nyc3', default: true }] }, error: noPage },
  {
    tool: 'do_load_balancer_list',
    args: {},
    answers: { load_balancers: [{ ...account.balancer, droplet_ids: [web.id] }] },
    error: noPage,
  },
  {
    tool: 'do_reserved_ip_list',
    args: {},
    answers: { reserved_ips: [{ ip: account.address, droplet: null }] },
    error: noPage,
  },
  {
    tool: 'do_volume_list',
    args: { region: 'nyc3' },
    answers: { volumes: [account.spare, account.junkVolume] },
    error: noPage,
  },
  {
    tool: 'do_domain_records',
    args: { domain: 'example.com', name: 'www' },
    answers: { records: [{ id: account.record, type: 'A', data: '203.0.113.7' }] },
    error: { args: { domain: 'example.org' }, code: 'not_found' },
  },
  {
    tool: 'do_uptime_checks',
    args: { limit: 1 },
    answers: { checks: [{ ...account.check, state: [{ status: 'UP' }, { status: 'UP' }] }], next_page: 2 },
    error: noPage,
  },
];

export const dropletNetworkWrites: readonly Example[] = [
  {
    tool: 'do_firewall_update',
    args: { name: 'ssh', rules, droplets: [guarded] },
    answers: { risk: 'reversible', changes: ['+ in tcp 22 from 192.0.2.0/24', `+ guards the droplet ${guarded.id}`] },
    executes: {
      result: { name: 'ssh', droplet_ids: [guarded.id], rules },
      afterwards: inAccount((world) => [...world.firewalls.values()].map(({ name }) => name)),
      found: ['web', 'ssh'],
    },
    error: { args: { name: 'web', rules }, code: 'conflict' },
  },
  {
    tool: 'do_vpc_create',
    args: { name: 'private', region: 'nyc3', ip_range: '10.10.10.0/24' },
    answers: { risk: 'additive' },
    executes: {
      result: { name: 'private', ip_range: '10.10.10.0/24' },
      afterwards: inAccount((world) => [...world.vpcs.values()].map(({ name }) => name)),
      found: ['default-nyc3', 'private'],
    },
    error: { args: { name: 'wide', region: 'nyc3', ip_range: '10.0.0.0/8' }, code: 'invalid_input' },
  },
  {
    tool: 'do_load_balancer_update',
    args: { ...account.balancer, action: 'add', droplets: [member] },
    answers: { changes: [`+ ${member.id} ${member.name}`] },
    executes: {
      result: { droplet_ids: [web.id, member.id] },
      afterwards: inAccount((world) => world.loadBalancers.get(account.balancer.id)?.dropletIds),
      found: [web.id, member.id],
    },
    error: { args: { ...account.balancer, action: 'add', droplets: [web] }, code: 'conflict' },
  },
  {
    tool: 'do_reserved_ip_assign',
    args: { ip: account.address, droplet: addressed, action: 'assign' },
    answers: { details: { undo: 'do_reserved_ip_assign with unassign' } },
    executes: {
      result: done,
      afterwards: inAccount((world) => world.reservedIps.get(account.address)?.dropletId),
      found: addressed.id,
    },
    error: { args: { ip: '203.0.113.99', droplet: addressed, action: 'assign' }, code: 'not_found' },
  },
  {
    tool: 'do_volume_create',
    args: { name: 'logs', region: 'nyc3', size_gb: 50 },
    answers: { ...asked, risk: 'additive' },
    executes: {
      result: { name: 'logs', size_gb: 50 },
      afterwards: inAccount((world) => [...world.volumes.values()].some(({ name }) => name === 'logs')),
      found: true,
    },
    error: { args: { name: account.spare.name, region: 'nyc3', size_gb: 1 }, code: 'conflict' },
  },
  {
    tool: 'do_volume_attach',
    args: { ...account.spare, droplet: full, action: 'attach' },
    answers: { risk: 'reversible' },
    executes: {
      result: done,
      afterwards: inAccount((world) => world.volumes.get(account.spare.id)?.dropletId),
      found: full.id,
    },
    error: { args: { ...account.spare, droplet: web, action: 'detach' }, code: 'conflict' },
  },
  {
    tool: 'do_volume_delete',
    args: account.junkVolume,
    answers: asked,
    executes: {
      result: { deleted: true },
      afterwards: inAccount((world) => world.volumes.has(account.junkVolume.id)),
      found: false,
    },
    error: { args: account.spare, code: 'forbidden' },
  },
  {
    tool: 'do_domain_record_put',
    args: { domain: 'example.com', type: 'TXT', name: '@', data: 'v=spf1 -all' },
    answers: { changes: ['+ TXT example.com v=spf1 -all (ttl 1800)'] },
    executes: {
      result: { type: 'TXT', name: '@' },
      afterwards: inAccount((world) => world.domains.get('example.com')?.some(({ data }) => data === 'v=spf1 -all')),
      found: true,
    },
    error: { args: { domain: 'example.org', type: 'A', name: 'www', data: '203.0.113.7' }, code: 'not_found' },
  },
  {
    tool: 'do_domain_record_delete',
    args: { domain: 'example.com', id: account.junkRecord, name: 'junk' },
    answers: { ...asked, before: { data: '203.0.113.9' } },
    executes: {
      result: { deleted: true },
      afterwards: inAccount((world) => world.domains.get('example.com')?.some(({ name }) => name === 'junk')),
      found: false,
    },
    error: { args: { domain: 'example.com', id: account.record, name: 'www' }, code: 'forbidden' },
  },
  {
    tool: 'do_uptime_check_put',
    args: { name: 'api', type: 'https', target, alert_email: 'ops@example.com' },
    answers: { risk: 'reversible' },
    executes: {
      result: { name: 'api', alerts: [{ tells: ['ops@example.com'] }] },
      afterwards: inAccount((world) => [...world.uptimeChecks.values()].some(({ name }) => name === 'api')),
      found: true,
    },
    error: { args: { name: account.check.name, type: 'https', target }, code: 'conflict' },
  },
  {
    tool: 'do_uptime_check_delete',
    args: account.junkCheck,
    answers: asked,
    executes: {
      result: { deleted: true },
      afterwards: inAccount((world) => world.uptimeChecks.has(account.junkCheck.id)),
      found: false,
    },
    error: { args: account.check, code: 'forbidden' },
  },
];

/** What the person is asked about, in this order. */
export const lostAroundDroplets = [
  'Create the volume "logs"',
  `Delete the volume "${account.junkVolume.name}"`,
  'Delete the record "junk.example.com"',
  `Delete the uptime check "${account.junkCheck.name}"`,
];
