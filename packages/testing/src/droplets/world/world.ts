import { randomUUID } from 'node:crypto';
import type { Clock } from '@lineclear/core/plugin';
import { baseImages } from '../model/catalogue.ts';
import type {
  DomainRecordRecord,
  DropletRecord,
  FirewallRecord,
  ImageRecord,
  LoadBalancerRecord,
  ReservedIpRecord,
  UptimeCheckRecord,
  VolumeRecord,
  VpcRecord,
} from '../model/records.ts';
import { Actions } from './actions.ts';

/** An account and everything in it. Tests read it, and change it as somebody else would. */
export class World {
  readonly clock: Clock;
  readonly actions: Actions;
  readonly droplets = new Map<number, DropletRecord>();
  readonly images = new Map<number, ImageRecord>(baseImages.map((image) => [image.id, image]));
  readonly volumes = new Map<string, VolumeRecord>();
  readonly vpcs = new Map<string, VpcRecord>();
  readonly firewalls = new Map<string, FirewallRecord>();
  readonly loadBalancers = new Map<string, LoadBalancerRecord>();
  readonly reservedIps = new Map<string, ReservedIpRecord>();
  /** By the domain's name. */
  readonly domains = new Map<string, DomainRecordRecord[]>();
  readonly uptimeChecks = new Map<string, UptimeCheckRecord>();
  readonly sshKeys: readonly { readonly id: number; readonly name: string; readonly fingerprint: string }[] = [
    { id: 512_190, name: 'ada', fingerprint: '3b:16:e4:bf:8b:00:8b:b8:59:8c:a9:d3:f0:19:fa:45' },
  ];
  #nextId = 3_164_444;

  constructor(clock: Clock) {
    this.clock = clock;
    this.actions = new Actions({ clock, newId: () => this.newId() });
  }

  /** Numeric ids grow, as DigitalOcean's do. */
  newId(): number {
    this.#nextId += 1;
    return this.#nextId;
  }

  droplet(name: string): DropletRecord {
    const found = [...this.droplets.values()].find((droplet) => droplet.name === name);
    if (found === undefined) throw new Error(`The simulated account has no droplet ${name}.`);
    return found;
  }

  /** The default network of a region, made when it is first needed. */
  defaultVpc(region: string): VpcRecord {
    const known = [...this.vpcs.values()].find((vpc) => vpc.region === region && vpc.isDefault);
    if (known !== undefined) return known;
    const vpc: VpcRecord = {
      id: randomUUID(),
      name: `default-${region}`,
      description: '',
      region,
      ipRange: `10.${100 + this.vpcs.size}.0.0/20`,
      isDefault: true,
      createdAtMs: this.clock.now(),
    };
    this.vpcs.set(vpc.id, vpc);
    return vpc;
  }

  addDroplet(given: Partial<DropletRecord> & Pick<DropletRecord, 'name'>): DropletRecord {
    const region = given.region ?? 'nyc3';
    const droplet: DropletRecord = {
      id: this.newId(),
      status: 'active',
      size: 's-1vcpu-1gb',
      diskGb: 25,
      region,
      imageId: 1001,
      createdAtMs: this.clock.now(),
      tags: [],
      vpcId: given.vpcId ?? this.defaultVpc(region).id,
      features: new Set(['private_networking']),
      backupPolicy: undefined,
      userData: undefined,
      sshKeys: [],
      ...given,
    };
    this.droplets.set(droplet.id, droplet);
    return droplet;
  }

  addImage(given: Pick<ImageRecord, 'name' | 'type'> & { dropletId: number; createdAtMs?: number }): ImageRecord {
    const droplet = this.droplets.get(given.dropletId);
    const image: ImageRecord = {
      id: this.newId(),
      distribution: 'Ubuntu',
      slug: null,
      regions: [droplet?.region ?? 'nyc3'],
      createdAtMs: this.clock.now(),
      minDiskGb: droplet?.diskGb ?? 25,
      sizeGb: 2.36,
      ...given,
    };
    this.images.set(image.id, image);
    return image;
  }

  addVolume(given: Partial<VolumeRecord> & Pick<VolumeRecord, 'name'>): VolumeRecord {
    const volume: VolumeRecord = {
      id: randomUUID(),
      region: 'nyc3',
      sizeGb: 10,
      description: '',
      filesystem: 'ext4',
      tags: [],
      createdAtMs: this.clock.now(),
      dropletId: undefined,
      ...given,
    };
    this.volumes.set(volume.id, volume);
    return volume;
  }

  addFirewall(given: Partial<FirewallRecord> & Pick<FirewallRecord, 'name'>): FirewallRecord {
    const createdAtMs = this.clock.now();
    const firewall = { id: randomUUID(), createdAtMs, inbound: [], outbound: [], dropletIds: [], tags: [], ...given };
    this.firewalls.set(firewall.id, firewall);
    return firewall;
  }

  addLoadBalancer(given: Partial<LoadBalancerRecord> & Pick<LoadBalancerRecord, 'name'>): LoadBalancerRecord {
    const region = given.region ?? 'nyc3';
    const balancer: LoadBalancerRecord = {
      id: randomUUID(),
      region,
      ip: `104.131.186.${this.loadBalancers.size + 1}`,
      vpcId: this.defaultVpc(region).id,
      createdAtMs: this.clock.now(),
      tag: undefined,
      dropletIds: [],
      ...given,
    };
    this.loadBalancers.set(balancer.id, balancer);
    return balancer;
  }

  addReservedIp(given: Partial<ReservedIpRecord> & Pick<ReservedIpRecord, 'ip'>): ReservedIpRecord {
    const reserved: ReservedIpRecord = { region: 'nyc3', dropletId: undefined, ...given };
    this.reservedIps.set(reserved.ip, reserved);
    return reserved;
  }

  addRecord(
    domain: string,
    given: Partial<DomainRecordRecord> & Pick<DomainRecordRecord, 'type' | 'name' | 'data'>,
  ): DomainRecordRecord {
    const record: DomainRecordRecord = {
      id: this.newId(),
      priority: null,
      port: null,
      ttl: 1800,
      weight: null,
      flags: null,
      tag: null,
      ...given,
    };
    this.domains.set(domain, [...(this.domains.get(domain) ?? []), record]);
    return record;
  }

  addUptimeCheck(given: Partial<UptimeCheckRecord> & Pick<UptimeCheckRecord, 'name' | 'target'>): UptimeCheckRecord {
    const defaults = { type: 'https', regions: ['us_east', 'eu_west'], enabled: true, isUp: true };
    const check: UptimeCheckRecord = { id: randomUUID(), ...defaults, alerts: [], ...given };
    this.uptimeChecks.set(check.id, check);
    return check;
  }
}
