import type {
  FirewallRecord,
  LoadBalancerRecord,
  ReservedIpRecord,
  RuleTargets,
  UptimeCheckRecord,
  VolumeRecord,
  VpcRecord,
} from '../model/records.ts';
import type { World } from '../world/world.ts';
import { toDroplet } from './droplet.ts';
import { toRegion } from './places.ts';
import { stamp } from './stamp.ts';

export const toVolume = (volume: VolumeRecord) => ({
  id: volume.id,
  droplet_ids: volume.dropletId === undefined ? [] : [volume.dropletId],
  name: volume.name,
  description: volume.description,
  size_gigabytes: volume.sizeGb,
  created_at: stamp(volume.createdAtMs),
  filesystem_type: volume.filesystem,
  filesystem_label: '',
  tags: volume.tags,
  region: toRegion(volume.region),
});

export const toVpc = (vpc: VpcRecord) => ({
  id: vpc.id,
  urn: `do:vpc:${vpc.id}`,
  name: vpc.name,
  description: vpc.description,
  region: vpc.region,
  ip_range: vpc.ipRange,
  default: vpc.isDefault,
  created_at: stamp(vpc.createdAtMs),
});

const toTargets = (targets: RuleTargets) =>
  Object.fromEntries(Object.entries(targets).filter(([, list]) => list !== undefined && list.length > 0));

export const toFirewall = (firewall: FirewallRecord) => ({
  id: firewall.id,
  name: firewall.name,
  status: 'succeeded',
  created_at: stamp(firewall.createdAtMs),
  pending_changes: [],
  droplet_ids: firewall.dropletIds,
  tags: firewall.tags,
  inbound_rules: firewall.inbound.map((rule) => ({ ...rule, sources: toTargets(rule.sources) })),
  outbound_rules: firewall.outbound.map((rule) => ({ ...rule, destinations: toTargets(rule.destinations) })),
});

export const toLoadBalancer = (balancer: LoadBalancerRecord, world: World) => ({
  id: balancer.id,
  name: balancer.name,
  ip: balancer.ip,
  size: 'lb-small',
  size_unit: 1,
  algorithm: 'round_robin',
  status: 'active',
  created_at: stamp(balancer.createdAtMs),
  forwarding_rules: [
    {
      entry_protocol: 'http',
      entry_port: 80,
      target_protocol: 'http',
      target_port: 80,
      certificate_id: '',
      tls_passthrough: false,
    },
  ],
  health_check: {
    protocol: 'http',
    port: 80,
    path: '/',
    check_interval_seconds: 10,
    response_timeout_seconds: 5,
    unhealthy_threshold: 3,
    healthy_threshold: 5,
  },
  sticky_sessions: { type: 'none' },
  redirect_http_to_https: false,
  enable_proxy_protocol: false,
  enable_backend_keepalive: false,
  vpc_uuid: balancer.vpcId,
  region: toRegion(balancer.region),
  tag: balancer.tag ?? '',
  droplet_ids:
    balancer.tag === undefined
      ? balancer.dropletIds
      : [...world.droplets.values()].filter(({ tags }) => tags.includes(balancer.tag ?? '')).map(({ id }) => id),
});

export const toReservedIp = (reserved: ReservedIpRecord, world: World) => {
  const droplet = reserved.dropletId === undefined ? undefined : world.droplets.get(reserved.dropletId);
  return {
    ip: reserved.ip,
    region: toRegion(reserved.region),
    droplet: droplet === undefined ? null : toDroplet(droplet, world),
    locked: world.actions.isBusy(`reserved_ip ${reserved.ip}`),
    project_id: '746c6152-2fa2-11ed-92d3-27aaa54e4988',
  };
};

export const toUptimeCheck = ({ id, name, type, target, regions, enabled }: UptimeCheckRecord) => ({
  id,
  name,
  type,
  target,
  regions,
  enabled,
});

export const toUptimeState = (check: UptimeCheckRecord) => ({
  regions: Object.fromEntries(
    check.regions.map((region) => [
      region,
      {
        status: check.isUp ? 'UP' : 'DOWN',
        status_changed_at: '2026-01-05T08:00:00Z',
        thirty_day_uptime_percentage: check.isUp ? 100 : 97.99,
      },
    ]),
  ),
  previous_outage: { region: '', started_at: '', ended_at: '', duration_seconds: 0 },
});
