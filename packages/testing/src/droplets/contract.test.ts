import { expect, it } from 'vitest';
import { open, problemOf } from './test/open.ts';
import { shapes } from './test/shapes.ts';

type Opened = Awaited<ReturnType<typeof open>>;

/** An account with one of everything, and a request for every endpoint. */
const requestsOf = ({ world }: Opened) => {
  const web = world.addDroplet({ name: 'web-1', backupPolicy: { plan: 'weekly', weekday: 'SUN', hour: 4 } });
  const off = world.addDroplet({ name: 'old', status: 'off' });
  const gone = world.addDroplet({ name: 'gone' });
  const snapshot = world.addImage({ name: 'before', type: 'snapshot', dropletId: web.id });
  const old = world.addImage({ name: 'older', type: 'snapshot', dropletId: web.id });
  world.addImage({ name: 'nightly', type: 'backup', dropletId: web.id });
  const [data, spare] = [world.addVolume({ name: 'data' }), world.addVolume({ name: 'spare' })];
  const rule = { protocol: 'tcp', ports: '22', sources: { addresses: ['192.0.2.0/24'] } };
  const firewall = world.addFirewall({ name: 'web', inbound: [rule], dropletIds: [web.id] });
  const balancer = world.addLoadBalancer({ name: 'front' });
  const { ip } = world.addReservedIp({ ip: '203.0.113.7', dropletId: web.id });
  const record = world.addRecord('example.com', { type: 'A', name: 'www', data: '203.0.113.7' });
  const check = world.addUptimeCheck({ name: 'front page', target: 'https://example.com' });
  const alert = { name: 'down', type: 'down', period: '2m', notifications: { email: ['ada@example.com'], slack: [] } };
  const known = { id: '5a4981aa-9653-4bd1-bef5-d6bff52042e4', ...alert, notifications: { email: [], slack: [] } };
  check.alerts.push(known);
  const at = (path: string) => `/droplets/${web.id}${path}`;
  const firewallBody = { name: 'ssh', inbound_rules: [{ ...rule, ports: 'all' }], droplet_ids: [web.id] };
  const action = world.actions.begin({
    type: 'reboot',
    resourceId: gone.id,
    resourceType: 'droplet',
    resourceKey: `droplet ${gone.id}`,
    region: 'nyc3',
    effect: () => undefined,
  });
  const vpc = world.defaultVpc('nyc3');
  const create = { name: 'new', region: 'nyc3', size: 's-1vcpu-1gb', image: 'ubuntu-24-04-x64', ssh_keys: [512_190] };
  return {
    'GET /droplets': {},
    'POST /droplets': { json: create },
    'GET /droplets/:id': { path: at('') },
    'GET /droplets/:id/actions': { path: at('/actions') },
    'GET /droplets/:id/snapshots': { path: at('/snapshots') },
    'GET /droplets/:id/backups': { path: at('/backups') },
    'GET /droplets/:id/backups/policy': { path: at('/backups/policy') },
    'GET /droplets/:id/firewalls': { path: at('/firewalls') },
    'POST /droplets/:id/actions': { path: at('/actions'), json: { type: 'reboot' } },
    'GET /droplets/:id/actions/:action': { path: `/droplets/${gone.id}/actions/${action.id}` },
    'GET /actions': {},
    'GET /actions/:action': { path: `/actions/${action.id}` },
    'GET /images': {},
    'GET /images/:image': { path: '/images/debian-12-x64' },
    'GET /snapshots': { path: '/snapshots?resource_type=droplet' },
    'GET /snapshots/:snapshot': { path: `/snapshots/${snapshot.id}` },
    'DELETE /snapshots/:snapshot': { path: `/snapshots/${old.id}` },
    'GET /sizes': {},
    'GET /regions': {},
    'GET /account': {},
    'GET /account/keys': {},
    'GET /volumes': {},
    'POST /volumes': { json: { name: 'more', region: 'nyc3', size_gigabytes: 10 } },
    'GET /volumes/:volume': { path: `/volumes/${data.id}` },
    'POST /volumes/:volume/actions': {
      path: `/volumes/${data.id}/actions`,
      json: { type: 'attach', droplet_id: off.id, region: 'nyc3' },
    },
    'GET /volumes/:volume/actions': { path: `/volumes/${data.id}/actions` },
    'DELETE /volumes/:volume': { path: `/volumes/${spare.id}` },
    'GET /vpcs': {},
    'POST /vpcs': { json: { name: 'private', region: 'nyc3' } },
    'GET /vpcs/:vpc': { path: `/vpcs/${vpc.id}` },
    'GET /load_balancers': {},
    'GET /load_balancers/:balancer': { path: `/load_balancers/${balancer.id}` },
    'POST /load_balancers/:balancer/droplets': {
      path: `/load_balancers/${balancer.id}/droplets`,
      json: { droplet_ids: [web.id] },
    },
    'DELETE /load_balancers/:balancer/droplets': {
      path: `/load_balancers/${balancer.id}/droplets`,
      json: { droplet_ids: [web.id] },
    },
    'GET /reserved_ips': {},
    'GET /reserved_ips/:ip': { path: `/reserved_ips/${ip}` },
    'POST /reserved_ips/:ip/actions': { path: `/reserved_ips/${ip}/actions`, json: { type: 'unassign' } },
    'GET /reserved_ips/:ip/actions': { path: `/reserved_ips/${ip}/actions` },
    'GET /firewalls': {},
    'POST /firewalls': { json: firewallBody },
    'GET /firewalls/:firewall': { path: `/firewalls/${firewall.id}` },
    'PUT /firewalls/:firewall': { path: `/firewalls/${firewall.id}`, json: { ...firewallBody, name: 'web' } },
    'DELETE /firewalls/:firewall': { path: `/firewalls/${firewall.id}` },
    'GET /domains': {},
    'GET /domains/:domain': { path: '/domains/example.com' },
    'GET /domains/:domain/records': { path: '/domains/example.com/records?name=www.example.com&type=A' },
    'POST /domains/:domain/records': {
      path: '/domains/example.com/records',
      json: { type: 'MX', name: '@', data: 'mail.example.com.', priority: 10 },
    },
    'GET /domains/:domain/records/:record': { path: `/domains/example.com/records/${record.id}` },
    'PATCH /domains/:domain/records/:record': { path: `/domains/example.com/records/${record.id}`, json: { ttl: 60 } },
    'PUT /domains/:domain/records/:record': { path: `/domains/example.com/records/${record.id}`, json: { ttl: 90 } },
    'DELETE /domains/:domain/records/:record': { path: `/domains/example.com/records/${record.id}` },
    'GET /uptime/checks': {},
    'POST /uptime/checks': { json: { name: 'api', type: 'https', target: 'https://api.example.com' } },
    'GET /uptime/checks/:check': { path: `/uptime/checks/${check.id}` },
    'PUT /uptime/checks/:check': {
      path: `/uptime/checks/${check.id}`,
      json: { name: 'front', type: 'https', target: 'https://example.com', regions: ['us_east'] },
    },
    'GET /uptime/checks/:check/state': { path: `/uptime/checks/${check.id}/state` },
    'GET /uptime/checks/:check/alerts': { path: `/uptime/checks/${check.id}/alerts` },
    'POST /uptime/checks/:check/alerts': { path: `/uptime/checks/${check.id}/alerts`, json: alert },
    'DELETE /uptime/checks/:check/alerts/:alert': { path: `/uptime/checks/${check.id}/alerts/${known.id}` },
    'DELETE /uptime/checks/:check': { path: `/uptime/checks/${check.id}` },
    'DELETE /droplets/:id': { path: `/droplets/${off.id}` },
  } satisfies Record<string, { path?: string; json?: object }>;
};

it('answers every endpoint as the documentation says, and a changed answer is noticed', async () => {
  const opened = await open();
  const requests: Readonly<Record<string, { path?: string; json?: object }>> = requestsOf(opened);
  expect(Object.keys(requests).toSorted()).toEqual(Object.keys(shapes).toSorted());
  for (const [line, { path, json }] of Object.entries(requests)) {
    const [method = '', template = ''] = line.split(' ');
    const asked = `${method} ${path ?? template}`;
    // oxlint-disable-next-line no-await-in-loop -- the account changes from one to the next
    const { status, body } = await opened.ask(asked, json === undefined ? {} : { json });
    expect([line, status]).toEqual([line, shapes[line]?.status]);
    for (const mutated of status === 204 ? [{ surprise: true }] : mutations(body)) {
      expect([line, problemOf({ line: asked, status, body: mutated })]).not.toEqual([line, undefined]);
    }
  }
  expect(opened.violations).toEqual([]);
});

/** The answer with a field too many, without its first field, and with a first field of another type. */
const mutations = (body: object): readonly unknown[] => {
  const [name = '', ...rest] = Object.keys(body);
  const without = Object.fromEntries(rest.map((key) => [key, Reflect.get(body, key)]));
  const inner: unknown = Reflect.get(body, name);
  const item: unknown = Array.isArray(inner) ? inner[0] : inner;
  const deeper = typeof item === 'object' && item !== null ? Object.keys(item)[0] : undefined;
  const changed = deeper === undefined ? 7 : { ...Object(item), [deeper]: { wrong: true } };
  return [{ ...body, surprise: true }, without, { ...body, [name]: Array.isArray(inner) ? [changed] : changed }];
};
