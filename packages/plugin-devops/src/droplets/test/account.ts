import type { DropletWorld } from '@lineclear/testing/droplets';

/** What is in the account of every test. */
export const known = {
  web: { id: 11, name: 'web-1' },
  idle: { id: 12, name: 'old-1' },
  snapshot: { id: 21, name: 'before-upgrade' },
  backup: { id: 22, name: 'web-1 weekly' },
  data: { id: '506f78a4-e098-11e5-ad9f-000f53306ae1', name: 'data' },
  spare: { id: '506f78a4-e098-11e5-ad9f-000f53306ae2', name: 'spare' },
  firewall: { id: 'bb4b2611-3d72-467b-8602-280330ecd65c', name: 'web' },
  balancer: { id: '4de7ac8b-495b-4884-9a69-1050c6793cd6', name: 'front' },
  taken: '203.0.113.7',
  free: '203.0.113.8',
  record: 31,
  check: { id: '5a4981aa-9653-4bd1-bef5-d6bff52042e4', name: 'front page' },
  key: '3b:16:e4:bf:8b:00:8b:b8:59:8c:a9:d3:f0:19:fa:45',
} as const;

/** Two droplets, and one of everything around them. */
export const fill = (world: DropletWorld): void => {
  const { web, idle, data, firewall, balancer } = known;
  const policy = { plan: 'weekly', weekday: 'SUN', hour: 4 } as const;
  const features = () => new Set(['private_networking', 'backups']);
  world.addDroplet({ ...web, tags: ['shop'], features: features(), backupPolicy: policy });
  world.addDroplet({ ...idle, status: 'off', tags: ['shop'] });
  const image = { dropletId: web.id, createdAtMs: Date.now() - 3 * 86_400_000 };
  Object.entries({ snapshot: known.snapshot, backup: known.backup } as const).forEach(([type, one]) => {
    const added = world.addImage({ ...image, name: one.name, type: type === 'backup' ? 'backup' : 'snapshot' });
    world.images.delete(added.id);
    world.images.set(one.id, { ...added, id: one.id });
  });
  world.addVolume({ ...data, dropletId: web.id, tags: ['shop'] });
  world.addVolume({ ...known.spare, tags: ['shop'] });
  world.addFirewall({
    ...firewall,
    inbound: [
      { protocol: 'tcp', ports: '22', sources: { addresses: ['192.0.2.0/24'] } },
      { protocol: 'tcp', ports: '443', sources: { addresses: ['0.0.0.0/0', '::/0'] } },
    ],
    outbound: [{ protocol: 'tcp', ports: '0', destinations: { addresses: ['0.0.0.0/0'] } }],
    dropletIds: [web.id],
  });
  world.addLoadBalancer({ ...balancer, dropletIds: [web.id] });
  world.addReservedIp({ ip: known.taken, dropletId: web.id });
  world.addReservedIp({ ip: known.free });
  world.addRecord('example.com', { id: known.record, type: 'A', name: 'www', data: known.taken });
  const check = world.addUptimeCheck({ ...known.check, target: 'https://example.com' });
  const notifications = { email: ['ada@example.com'], slack: [] };
  check.alerts.push({
    id: '5a4981aa-9653-4bd1-bef5-d6bff52042e5',
    name: 'down',
    type: 'down_global',
    period: '2m',
    notifications,
  });
};
