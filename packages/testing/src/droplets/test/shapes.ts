import * as z from 'zod';
import { action, droplet, dropletImage, image, policy, region, size, snapshot } from './machine-shapes.ts';
import { alert, check, firewall, loadBalancer, record, reservedIp, state, volume, vpc } from './network-shapes.ts';

const page = z.url();
const links = z.strictObject({
  pages: z
    .strictObject({ first: page.optional(), prev: page.optional(), next: page.optional(), last: page.optional() })
    .optional(),
});
const error = z.strictObject({ id: z.string(), message: z.string(), request_id: z.string().optional() });

const one = (name: string, item: z.ZodType) => z.strictObject({ [name]: item });
const many = (name: string, item: z.ZodType) =>
  z.strictObject({ [name]: z.array(item), links, meta: z.strictObject({ total: z.int() }) });
const empty = z.undefined();

type Shapes = Readonly<Record<string, { readonly status: number; readonly body: z.ZodType }>>;
const answers = (status: number, lines: Readonly<Record<string, z.ZodType>>): Shapes =>
  Object.fromEntries(Object.entries(lines).map(([line, body]) => [line, { status, body }]));

/** The answer of every endpoint where it succeeds: its status, and what its body looks like. */
export const shapes: Shapes = {
  ...answers(200, {
    'GET /droplets': many('droplets', droplet),
    'GET /droplets/:id': one('droplet', droplet),
    'GET /droplets/:id/actions': many('actions', action),
    'GET /droplets/:id/actions/:action': one('action', action),
    'GET /droplets/:id/snapshots': many('snapshots', dropletImage),
    'GET /droplets/:id/backups': many('backups', dropletImage),
    'GET /droplets/:id/backups/policy': one('policy', policy),
    'GET /droplets/:id/firewalls': many('firewalls', firewall),
    'GET /actions': many('actions', action),
    'GET /actions/:action': one('action', action),
    'GET /images': many('images', image),
    'GET /images/:image': one('image', image),
    'GET /snapshots': many('snapshots', snapshot),
    'GET /snapshots/:snapshot': one('snapshot', snapshot),
    'GET /sizes': many('sizes', size),
    'GET /regions': many('regions', region),
    'GET /account': one('account', z.looseObject({ droplet_limit: z.int(), email: z.string(), status: z.string() })),
    'GET /account/keys': many(
      'ssh_keys',
      z.strictObject({ id: z.int(), name: z.string(), fingerprint: z.string(), public_key: z.string() }),
    ),
    'GET /volumes': many('volumes', volume),
    'GET /volumes/:volume': one('volume', volume),
    'GET /volumes/:volume/actions': many('actions', action),
    'GET /vpcs': many('vpcs', vpc),
    'GET /vpcs/:vpc': one('vpc', vpc),
    'GET /load_balancers': many('load_balancers', loadBalancer),
    'GET /load_balancers/:balancer': one('load_balancer', loadBalancer),
    'GET /reserved_ips': many('reserved_ips', reservedIp),
    'GET /reserved_ips/:ip': one('reserved_ip', reservedIp),
    'GET /reserved_ips/:ip/actions': many('actions', action),
    'GET /firewalls': many('firewalls', firewall),
    'GET /firewalls/:firewall': one('firewall', firewall),
    'PUT /firewalls/:firewall': one('firewall', firewall),
    'GET /domains': many('domains', z.strictObject({ name: z.string(), ttl: z.int(), zone_file: z.string() })),
    'GET /domains/:domain': one('domain', z.strictObject({ name: z.string(), ttl: z.int(), zone_file: z.string() })),
    'GET /domains/:domain/records': many('domain_records', record),
    'GET /domains/:domain/records/:record': one('domain_record', record),
    'PATCH /domains/:domain/records/:record': one('domain_record', record),
    'PUT /domains/:domain/records/:record': one('domain_record', record),
    'GET /uptime/checks': many('checks', check),
    'GET /uptime/checks/:check': one('check', check),
    'PUT /uptime/checks/:check': one('check', check),
    'GET /uptime/checks/:check/state': one('state', state),
    'GET /uptime/checks/:check/alerts': many('alerts', alert),
  }),
  ...answers(201, {
    'POST /droplets/:id/actions': one('action', action),
    'POST /volumes': one('volume', volume),
    'POST /vpcs': one('vpc', vpc),
    'POST /reserved_ips/:ip/actions': one('action', action),
    'POST /domains/:domain/records': one('domain_record', record),
    'POST /uptime/checks': one('check', check),
    'POST /uptime/checks/:check/alerts': one('alert', alert),
  }),
  ...answers(202, {
    'POST /droplets': z.strictObject({
      droplet,
      links: z.strictObject({ actions: z.array(z.strictObject({ id: z.int(), rel: z.string(), href: z.url() })).min(1) }),
    }),
    'POST /firewalls': one('firewall', firewall),
    'POST /volumes/:volume/actions': one('action', action),
  }),
  ...answers(204, {
    'DELETE /droplets/:id': empty,
    'DELETE /snapshots/:snapshot': empty,
    'DELETE /volumes/:volume': empty,
    'POST /load_balancers/:balancer/droplets': empty,
    'DELETE /load_balancers/:balancer/droplets': empty,
    'DELETE /firewalls/:firewall': empty,
    'DELETE /domains/:domain/records/:record': empty,
    'DELETE /uptime/checks/:check': empty,
    'DELETE /uptime/checks/:check/alerts/:alert': empty,
  }),
};

/** Every error has this body. */
export const errorShape = error;
