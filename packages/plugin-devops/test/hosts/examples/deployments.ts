import { rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { archive, archiveSha256, seedService } from '../deployment-world.ts';
import { artifacts, type Examples, srv } from '../world.ts';

const shop = join(srv, 'shop');
const site = join(srv, 'site');
const file = join(artifacts, 'shop-v3.tar.gz');

const shopIsThere = async (): Promise<void> => {
  await seedService({ root: shop, live: 'releases/v2' });
  await writeFile(file, archive);
};
const siteIsThere = (): Promise<void> =>
  seedService({ root: site, live: 'blue', links: { blue: 'releases/v1', green: 'releases/v2' } });

/** What another deployment leaves behind between a preview and its confirmation. */
const pointsElsewhere = async ({ root, to }: { root: string; to: string }): Promise<void> => {
  await rm(join(root, 'current'));
  await symlink(to, join(root, 'current'));
};

const v3 = { service: 'shop', hosts: ['web'], release: 'v3', artifact: file, sha256: archiveSha256 };

/** Releases of services. */
export const deploymentExamples: Examples = {
  deploy_history: [
    { input: {} },
    { input: { service: 'shop', limit: 2 }, arrange: shopIsThere },
    { input: { service: 'nothing' }, error: 'not_found' },
  ],
  deploy_run: [
    { input: v3, arrange: shopIsThere, drift: () => pointsElsewhere({ root: shop, to: 'releases/v1' }) },
    { input: { ...v3, release: 'v2' }, arrange: shopIsThere, error: 'conflict' },
    { input: { ...v3, hosts: ['new'] }, error: 'not_found' },
    { input: { ...v3, sha256: archiveSha256.replaceAll(/./g, '0') }, arrange: shopIsThere, error: 'conflict' },
    { input: { ...v3, artifact: '/etc/passwd' }, arrange: shopIsThere, error: 'forbidden' },
  ],
  deploy_switch: [
    {
      input: { service: 'site', hosts: ['web'], to: 'green' },
      arrange: siteIsThere,
      drift: () => pointsElsewhere({ root: site, to: 'releases/v1' }),
    },
    { input: { service: 'site', hosts: ['web'], to: 'blue' }, arrange: siteIsThere, error: 'conflict' },
    { input: { service: 'shop', hosts: ['web'], to: 'blue' }, error: 'unsupported' },
  ],
  deploy_rollback: [
    {
      input: { service: 'shop', hosts: ['web'], release: 'v1' },
      arrange: shopIsThere,
      drift: () => pointsElsewhere({ root: shop, to: 'releases/v3' }),
    },
    {
      input: { service: 'shop', hosts: ['web'] },
      arrange: shopIsThere,
      drift: () => pointsElsewhere({ root: shop, to: 'releases/v3' }),
    },
    { input: { service: 'shop', hosts: ['web'], release: 'v9' }, arrange: shopIsThere, error: 'not_found' },
  ],
};
