import { readdir } from 'node:fs/promises';
import { skipWithout, sshdBinary } from '@lineclear/testing';
import { startHosts, type TestHosts } from '@lineclear/testing/hosts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openShop } from '../test/shop.ts';

describe.skipIf(skipWithout(sshdBinary))('deploy_run', () => {
  let hosts: TestHosts<'web' | 'api'>;
  beforeAll(async () => {
    hosts = await startHosts({ web: {}, api: {} });
  });
  afterAll(() => hosts?.stop());

  it('deploys to one host after the other, and links what all releases share', async () => {
    const shop = await openShop({ hosts, names: ['web', 'api'] });
    const { confirmTool, callTool } = await shop.start();
    const { preview, outcome } = await confirmTool('deploy_run', { ...shop.everywhere, ...(await shop.pack('v1')) });
    expect(preview).toMatchObject({
      risk: 'reversible',
      description: expect.stringMatching(/^Deploy v1 of shop from ".*shop-v1.tar.gz" to web as .*, then api as /),
      changes: ['web: current (nothing) → releases/v1', 'api: current (nothing) → releases/v1'],
      details: { archive: { files: 3 }, reversible: false, undo: null },
    });
    expect(outcome).toMatchObject({
      status: 'executed',
      result: {
        ok: true,
        hosts: [
          { host: 'web', status: 'deployed', health: { healthy: true, last: '200' } },
          { host: 'api', status: 'deployed', output: expect.stringContaining('release v1 can be read') },
        ],
      },
      steps_done: expect.arrayContaining(['uploaded', 'web: switched', 'web: decided', 'api: switched', 'api: decided']),
    });
    expect(await Promise.all([shop.running('web'), shop.running('api')])).toEqual(['v1', 'v1']);
    expect(await shop.link('web')).toBe('releases/v1');
    expect(await shop.link('web', 'releases/v1/data')).toBe(`${shop.root('web')}/shared/data`);
    expect(await callTool('deploy_history', { service: 'shop' })).toMatchObject({
      differences: [],
      hosts: [
        {
          host: 'web',
          live: 'v1',
          previous: null,
          releases: ['v1'],
          lock: null,
          history: [{ action: 'deploy', outcome: 'deployed', by: 'tester' }],
        },
        { host: 'api', live: 'v1' },
      ],
    });
  });

  it('says how far it is, and is stale after the deployment of somebody else', async () => {
    const shop = await openShop({ hosts, names: ['web', 'api'] });
    const { confirmTool, callTool, composition, caller } = await shop.start();
    const args = { ...shop.everywhere, ...(await shop.pack('v1')) };
    await callTool('deploy_run', args);
    const heard: string[] = [];
    await composition.path.call({
      tool: 'deploy_run',
      args: { ...args, confirm: true },
      caller,
      asking: { mode: 'none' },
      signal: new AbortController().signal,
      progress: ({ message }) => void heard.push(message ?? ''),
    });
    expect(heard).toEqual(
      expect.arrayContaining(['web: 100 % uploaded', 'web: switched', 'api: 100 % uploaded', 'api: decided']),
    );
    expect(heard.indexOf('api: 100 % uploaded')).toBeLessThan(heard.indexOf('web: locked'));

    const [second, third] = await Promise.all(['v2', 'v3'].map((release) => shop.pack(release)));
    await callTool('deploy_run', { ...shop.everywhere, ...second });
    await confirmTool('deploy_run', { service: 'shop', hosts: ['api'], ...third });
    const late = callTool('deploy_run', { ...shop.everywhere, ...second, confirm: true });
    await expect(late).rejects.toMatchObject({ code: 'stale' });
    hosts.host('api').gate.refuse();
    hosts.host('api').gate.cut();
    expect(await callTool('deploy_history', { service: 'shop' })).toMatchObject({
      hosts: [
        { host: 'web', live: 'v1', problem: null },
        { host: 'api', live: null, problem: expect.stringMatching(/cannot be reached|was lost/) },
      ],
      differences: [],
    });
    await hosts.host('api').gate.admit();
    expect(await callTool('deploy_history', { service: 'shop' })).toMatchObject({ differences: ['live: v1 on web; v3 on api'] });
  });

  it('takes every word of the settings and of a call as a word', async () => {
    const odd = `da'ta $(touch pwned) \`touch pwned\`;touch pwned`;
    const restart = ['sh', '-c', './bin/restart.sh current "$1" && printf %s "$2" >said', 'sh', '{port}', odd];
    const shop = await openShop({ hosts, names: ['web'], deployment: { shared: [odd], restart } });
    const { confirmTool, callTool } = await shop.start({ principal: `o'brien "$(touch pwned)"` });
    const { outcome } = await confirmTool('deploy_run', { ...shop.everywhere, ...(await shop.pack('v1')) });
    expect(outcome).toMatchObject({ result: { ok: true } });
    expect(await shop.file('web', 'said')).toBe(odd);
    expect(await shop.link('web', `releases/v1/${odd}`)).toBe(`${shop.root('web')}/shared/${odd}`);
    expect(await callTool('deploy_history', { service: 'shop' })).toMatchObject({
      hosts: [{ history: [{ by: `o'brien "$(touch pwned)"` }] }],
    });
    const found = await readdir(shop.root('web'), { recursive: true });
    expect(found.filter((name) => name.endsWith('pwned') && !name.includes('$('))).toEqual([]);
    for (const release of ['../v2', '-v2', 'v2/x', 'v2\nx', '$(touch pwned)', '']) {
      // oxlint-disable-next-line no-await-in-loop -- one call after the other
      const refused = callTool('deploy_run', { ...shop.everywhere, ...(await shop.pack('v2')), release });
      // oxlint-disable-next-line no-await-in-loop -- the same
      await expect(refused).rejects.toMatchObject({ code: 'invalid_input' });
    }
  });

  it('keeps some releases, and says before which ones it removes', async () => {
    const shop = await openShop({ hosts, names: ['web'], deployment: { keep: 2 } });
    const { confirmTool, callTool } = await shop.start();
    const deploy = async (release: string) => confirmTool('deploy_run', { ...shop.everywhere, ...(await shop.pack(release)) });
    await deploy('v1');
    await deploy('v2');
    const { preview } = await deploy('v3');
    expect(preview).toMatchObject({ risk: 'destructive', changes: expect.arrayContaining(['web: removes the old releases/v1']) });
    const history = await callTool('deploy_history', { service: 'shop' });
    expect(history).toMatchObject({ hosts: [{ live: 'v3', previous: 'v2', releases: expect.arrayContaining(['v3', 'v2']) }] });
    expect(await shop.file('web', 'releases/v1/version')).toBe('');
    expect(await shop.file('web', 'releases/v2/version')).toBe('v2\n');
  });
});
