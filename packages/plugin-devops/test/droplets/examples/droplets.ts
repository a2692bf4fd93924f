import { known } from '../../../src/droplets/test/account.ts';
import type { DropletBackend, Examples } from '../../../src/droplets/test/backend.ts';

const { web, idle } = known;
const renamed =
  (id: number) =>
  ({ world }: DropletBackend): void =>
    void Object.assign(world.droplets.get(id) ?? {}, { name: 'renamed-1' });
const turnedOff = ({ world }: DropletBackend): void => void Object.assign(world.droplet(web.name), { status: 'off' });
const turnedOn = ({ world }: DropletBackend): void => void Object.assign(world.droplet(idle.name), { status: 'active' });
const created = {
  name: 'web-2',
  region: 'nyc3',
  size: 's-1vcpu-2gb',
  image: 'debian-12-x64',
  ssh_keys: [known.key],
  tags: ['web'],
};

export const dropletExamples: Examples = {
  droplet_list: [{ input: {} }, { input: { tag: 'shop', limit: 1 } }, { input: { name: 'web-1' } }],
  droplet_get: [{ input: { id: web.id } }, { input: { id: 99 }, error: 'not_found' }],
  droplet_actions: [
    {
      input: { droplet_id: web.id },
      arrange: ({ world }) => {
        const place = { resourceId: web.id, resourceType: 'droplet', resourceKey: `droplet ${web.id}` } as const;
        world.actions.begin({ type: 'reboot', ...place, region: 'nyc3', effect: () => undefined });
        world.actions.finishAll();
      },
    },
    { input: { action_id: 99 }, error: 'not_found' },
    { input: {}, error: 'invalid_input' },
  ],
  do_catalog: [
    { input: { kind: 'sizes', region: 'ams3' } },
    { input: { kind: 'regions' } },
    { input: { kind: 'images' } },
    { input: { kind: 'ssh_keys' } },
  ],
  droplet_create: [
    {
      input: { ...created, user_data: '#!/bin/sh\necho ready > /root/ready\n', backups: true },
      drift: ({ world }) => void world.addDroplet({ name: 'web-2' }),
    },
    { input: { ...created, name: 'web-1' }, error: 'conflict' },
    { input: { ...created, size: 's-99' }, error: 'invalid_input' },
  ],
  droplet_delete: [
    { input: idle, drift: ({ world }) => void world.addImage({ name: 'theirs', type: 'snapshot', dropletId: idle.id }) },
    { input: { id: idle.id, name: 'web-1' }, error: 'conflict' },
    { input: { id: 99, name: 'web-1' }, error: 'not_found' },
  ],
  droplet_power: [
    { input: { ...web, action: 'reboot' }, drift: turnedOff },
    { input: { ...web, action: 'off' }, drift: renamed(web.id) },
    { input: { ...idle, action: 'on' }, drift: turnedOn },
    { input: { ...web, action: 'on' }, error: 'conflict' },
    { input: { id: 99, name: 'web-1', action: 'on' }, error: 'not_found' },
  ],
  droplet_resize: [
    { input: { ...idle, size: 's-1vcpu-2gb', disk: true }, drift: turnedOn },
    { input: { ...idle, size: 's-2vcpu-2gb' }, drift: renamed(idle.id) },
    { input: { ...web, size: 's-1vcpu-2gb' }, error: 'conflict' },
  ],
  droplet_restore: [
    { input: { ...web, image_id: known.backup.id, kind: 'backup' }, drift: turnedOff },
    { input: { ...web, image_id: known.snapshot.id, kind: 'snapshot' }, drift: ({ world }) => void world.images.delete(21) },
    { input: { ...web, image_id: known.snapshot.id, kind: 'backup' }, error: 'not_found' },
  ],
  do_snapshot_list: [{ input: { droplet_id: web.id } }, { input: {} }, { input: { droplet_id: 99 }, error: 'not_found' }],
  do_snapshot_create: [
    {
      input: { ...idle, snapshot: 'before the move' },
      drift: ({ world }) => void world.addImage({ name: 'before the move', type: 'snapshot', dropletId: idle.id }),
    },
    { input: { ...web, snapshot: known.snapshot.name }, error: 'conflict' },
  ],
  do_snapshot_delete: [
    { input: known.snapshot, drift: ({ world }) => void world.images.delete(known.snapshot.id) },
    { input: { ...known.snapshot, name: 'another' }, error: 'conflict' },
  ],
  do_backup_list: [{ input: { droplet_id: web.id } }, { input: { droplet_id: 99 }, error: 'not_found' }],
  do_backup_policy: [
    {
      input: { ...web, plan: 'daily', hour: 8 },
      drift: ({ world }) => void Object.assign(world.droplet(web.name), { backupPolicy: { plan: 'daily', hour: 0 } }),
    },
    { input: { ...idle, plan: 'weekly', weekday: 'MON' }, drift: renamed(idle.id) },
    { input: { ...web, plan: 'off' }, drift: renamed(web.id) },
    { input: { ...idle, plan: 'off' }, error: 'conflict' },
    { input: { ...idle, plan: 'weekly' }, error: 'invalid_input' },
  ],
};
