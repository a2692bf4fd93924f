/** A machine. */
export interface DropletRecord {
  readonly id: number;
  name: string;
  status: 'new' | 'active' | 'off' | 'archive';
  size: string;
  /** In GB; grows with a resize and never shrinks. */
  diskGb: number;
  readonly region: string;
  imageId: number;
  readonly createdAtMs: number;
  readonly tags: string[];
  readonly vpcId: string;
  readonly features: Set<string>;
  backupPolicy: BackupPolicy | undefined;
  /** What it was created with; the API never shows it. */
  readonly userData: string | undefined;
  readonly sshKeys: readonly string[];
}

export interface BackupPolicy {
  readonly plan: 'daily' | 'weekly';
  readonly weekday?: string | undefined;
  readonly hour: number;
}

/** A base image, or a snapshot or backup of a droplet. */
export interface ImageRecord {
  readonly id: number;
  readonly name: string;
  readonly type: 'base' | 'snapshot' | 'backup';
  readonly distribution: string;
  readonly slug: string | null;
  readonly regions: readonly string[];
  readonly createdAtMs: number;
  readonly minDiskGb: number;
  readonly sizeGb: number;
  /** Whose disk it is; undefined for base images. */
  readonly dropletId: number | undefined;
}

/** Something that DigitalOcean does after it answered. */
export interface ActionRecord {
  readonly id: number;
  readonly type: string;
  status: 'in-progress' | 'completed' | 'errored';
  readonly startedAtMs: number;
  completedAtMs: number | undefined;
  /** Null where the resource has no numeric id, as volumes and reserved IPs. */
  readonly resourceId: number | null;
  readonly resourceType: 'droplet' | 'volume' | 'reserved_ip';
  /** Which resource, whatever its id looks like. */
  readonly resourceKey: string;
  readonly region: string;
  /** How many more times it has to be looked at before it ends. */
  looksLeft: number;
  readonly willFail: boolean;
  /** What is true once it completed. */
  readonly effect: () => void;
}

export interface VolumeRecord {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly sizeGb: number;
  readonly description: string;
  readonly filesystem: string;
  readonly tags: string[];
  readonly createdAtMs: number;
  dropletId: number | undefined;
}

export interface VpcRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly region: string;
  readonly ipRange: string;
  readonly isDefault: boolean;
  readonly createdAtMs: number;
}

export interface RuleTargets {
  readonly addresses?: readonly string[] | undefined;
  readonly droplet_ids?: readonly number[] | undefined;
  readonly load_balancer_uids?: readonly string[] | undefined;
  readonly kubernetes_ids?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
}

export interface FirewallRecord {
  readonly id: string;
  name: string;
  readonly createdAtMs: number;
  inbound: readonly { readonly protocol: string; readonly ports: string; readonly sources: RuleTargets }[];
  outbound: readonly { readonly protocol: string; readonly ports: string; readonly destinations: RuleTargets }[];
  dropletIds: readonly number[];
  tags: readonly string[];
}

export interface LoadBalancerRecord {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly ip: string;
  readonly vpcId: string;
  readonly createdAtMs: number;
  /** Its members are all droplets with this tag; then none can be added or removed by id. */
  readonly tag: string | undefined;
  dropletIds: number[];
}

export interface ReservedIpRecord {
  readonly ip: string;
  readonly region: string;
  dropletId: number | undefined;
}

export interface DomainRecordRecord {
  readonly id: number;
  readonly type: string;
  readonly name: string;
  readonly data: string;
  readonly priority: number | null;
  readonly port: number | null;
  readonly ttl: number;
  readonly weight: number | null;
  readonly flags: number | null;
  readonly tag: string | null;
}

export interface UptimeCheckRecord {
  readonly id: string;
  name: string;
  type: string;
  target: string;
  regions: readonly string[];
  enabled: boolean;
  readonly alerts: UptimeAlertRecord[];
  isUp: boolean;
}

export interface UptimeAlertRecord {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly threshold?: number | undefined;
  readonly comparison?: string | undefined;
  readonly period?: string | undefined;
  readonly notifications: {
    readonly email: readonly string[];
    readonly slack: readonly { readonly channel: string; readonly url: string }[];
  };
}
