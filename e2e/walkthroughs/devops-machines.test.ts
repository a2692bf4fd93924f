import { readFile } from 'node:fs/promises';
import { skipWithout, sshdBinary } from '@lineclear/testing';
import { describe, expect, test } from 'vitest';
import { makeHome } from '../processes/app/home.ts';
import { run } from '../processes/app/start.ts';
import { makeHostsWorld } from './machines-world.ts';
import { readPage } from './read-page.ts';
import { standIns } from './stand-ins.ts';
import { walkPage } from './walk-page.ts';

const url = new URL('../../docs/devops-machines.md', import.meta.url);
const page = await readPage(url);

test('the app starts with the settings and the policy of the page', async () => {
  await using home = await makeHome();
  const key = await home.write('deploy_key', 'a private key\n');
  const shown = [...(await readFile(url, 'utf8')).matchAll(/^```yaml\n(.+?)^```$/gms)].map(([, text = '']) => text);
  expect(shown).toHaveLength(2);
  const config = await home.write('machines.yaml', shown.join('').replaceAll('/run/secrets/deploy_key', key));
  const env = { DIGITALOCEAN_TOKEN: 'a-token', SHOP_READER: 'a-password', SHOP_WRITER: 'another-password' };
  const { exitCode, stdout, stderr } = await run({ home, args: ['tools', '--config', config], env });
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  for (const tool of ['deploy_run', 'http_check', 'k8s_apply', 'db_restore', 'droplet_delete']) expect(stdout).toContain(tool);
});

describe.skipIf(skipWithout(sshdBinary))('with real hosts', () => {
  walkPage({ name: 'docs/devops-machines.md', page, makeWorld: makeHostsWorld, makeStandIns: standIns });
});
