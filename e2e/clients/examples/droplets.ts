import { expect } from 'vitest';
import { account, inAccount, machines } from '../droplets-world.ts';
import type { Example } from '../example.ts';

const { web, restarted, small, broken, saved, unsaved, junk } = machines;
const noPage = { args: { page: 0 }, code: 'invalid_input' } as const;
const done = { done: true, action: { status: 'completed' } };
const asked = { approval: { required: 'client' } };

export const dropletReads: readonly Example[] = [
  {
    tool: 'droplet_list',
    args: { name: web.name },
    answers: { total: 1, droplets: [{ ...web, status: 'active', monthly_usd: 6, tags: ['shop'] }] },
    error: noPage,
  },
  {
    tool: 'droplet_get',
    args: { id: web.id },
    answers: { droplet: web, firewalls: ['web'], load_balancers: ['front'], last_snapshot: { id: account.snapshot.id } },
    error: { args: { id: 999 }, code: 'not_found' },
  },
  {
    tool: 'droplet_actions',
    args: { droplet_id: web.id },
    answers: { actions: [], total: 0 },
    error: { args: { action_id: 999 }, code: 'not_found' },
  },
  {
    tool: 'do_catalog',
    args: { kind: 'ssh_keys' },
    answers: { entries: [{ id: account.key, description: 'ada' }] },
    error: { args: { kind: 'colours' }, code: 'invalid_input' },
  },
  {
    tool: 'do_snapshot_list',
    args: { droplet_id: web.id },
    answers: { snapshots: [account.snapshot] },
    error: { args: { droplet_id: 999 }, code: 'not_found' },
  },
  {
    tool: 'do_backup_list',
    args: { droplet_id: broken.id },
    answers: { backups: [{ id: account.backup }], policy: { enabled: false } },
    error: { args: { droplet_id: 999 }, code: 'not_found' },
  },
];

export const dropletWrites: readonly Example[] = [
  {
    tool: 'droplet_create',
    args: { name: 'web-2', region: 'nyc3', size: 's-1vcpu-1gb', image: 'debian-12-x64', ssh_keys: [account.key] },
    answers: { ...asked, risk: 'additive', details: { monthly_usd: 6 } },
    executes: {
      result: { ...done, droplet: { name: 'web-2', status: 'active' } },
      afterwards: inAccount((world) => world.droplet('web-2').tags),
      found: [expect.stringMatching(/^lineclear-/)],
    },
    error: {
      args: { name: web.name, region: 'nyc3', size: 's-1vcpu-1gb', image: 'debian-12-x64' },
      code: 'conflict',
    },
  },
  {
    tool: 'droplet_power',
    args: { ...restarted, action: 'reboot' },
    answers: { risk: 'reversible' },
    executes: {
      result: done,
      afterwards: inAccount((world) => world.actions.of(`droplet ${restarted.id}`).map(({ type }) => type)),
      found: ['reboot'],
    },
    error: { args: { ...restarted, action: 'on' }, code: 'conflict' },
  },
  {
    tool: 'droplet_resize',
    args: { ...small, size: 's-1vcpu-2gb' },
    answers: { risk: 'reversible', details: { monthly_usd: { now: 6, then: 12 } } },
    executes: { result: done, afterwards: inAccount((world) => world.droplet(small.name).size), found: 's-1vcpu-2gb' },
    error: { args: { ...web, size: 's-1vcpu-2gb' }, code: 'conflict' },
  },
  {
    tool: 'droplet_delete',
    args: junk,
    answers: { ...asked, warnings: ['There is no snapshot of it: what is on its disk is lost.'] },
    executes: {
      result: { id: junk.id, deleted: true },
      afterwards: inAccount((world) => world.droplets.has(junk.id)),
      found: false,
    },
    // Nothing opens it.
    error: { args: web, code: 'forbidden' },
  },
  {
    tool: 'droplet_restore',
    args: { ...broken, image_id: account.backup, kind: 'backup' },
    answers: { ...asked, risk: 'destructive' },
    executes: {
      result: done,
      afterwards: inAccount((world) => world.droplet(broken.name).imageId),
      found: account.backup,
    },
    error: { args: { ...broken, image_id: 999, kind: 'backup' }, code: 'not_found' },
  },
  {
    tool: 'do_snapshot_create',
    args: { ...saved, snapshot: 'before the move' },
    answers: { risk: 'additive' },
    executes: {
      result: done,
      afterwards: inAccount((world) => [...world.images.values()].some(({ name }) => name === 'before the move')),
      found: true,
    },
    error: { args: { ...web, snapshot: account.snapshot.name }, code: 'conflict' },
  },
  {
    tool: 'do_snapshot_delete',
    args: account.snapshot,
    answers: asked,
    executes: {
      result: { deleted: true },
      afterwards: inAccount((world) => world.images.has(account.snapshot.id)),
      found: false,
    },
    error: { args: { id: 999, name: account.snapshot.name }, code: 'not_found' },
  },
  {
    tool: 'do_backup_policy',
    args: { ...unsaved, plan: 'daily', hour: 4 },
    answers: { ...asked, warnings: ['Backups cost $1.80 a month.'] },
    executes: {
      result: done,
      afterwards: inAccount((world) => world.droplet(unsaved.name).backupPolicy),
      found: { plan: 'daily', hour: 4 },
    },
    error: { args: { ...web, plan: 'weekly' }, code: 'invalid_input' },
  },
];

/** What the person is asked about, in this order. */
export const lostDroplets = [
  'Create the droplet "web-2"',
  `Delete the droplet "${junk.name}"`,
  `Replace the disk of the droplet "${broken.name}"`,
  `Delete the snapshot "${account.snapshot.name}"`,
  `Set the backups of the droplet "${unsaved.name}"`,
];
