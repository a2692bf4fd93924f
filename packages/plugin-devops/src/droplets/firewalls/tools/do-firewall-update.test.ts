import { describe, expect, it } from 'vitest';
import { known } from '../../test/account.ts';
import { start } from '../../test/start.ts';

const ssh = { direction: 'in', protocol: 'tcp', ports: '22', peers: ['192.0.2.0/24'] };
const https = { direction: 'in', protocol: 'tcp', ports: '443', peers: ['::/0', '0.0.0.0/0'] };
const out = { direction: 'out', protocol: 'tcp', ports: 'all', peers: ['0.0.0.0/0'] };
const postgres = { direction: 'in', protocol: 'tcp', ports: '5432', peers: ['0.0.0.0/0'] };
const web = { ...known.firewall, droplets: [known.web] };

describe('do_firewall_update', () => {
  it('shows what is taken away and what is added', async () => {
    const { previewTool } = await start();
    const rules = [ssh, out, { ...https, peers: ['tag:edge'] }];
    expect(await previewTool('do_firewall_update', { ...web, rules, tags: ['shop'] })).toMatchObject({
      changes: ['- in tcp 443 from 0.0.0.0/0, ::/0', '+ in tcp 443 from tag:edge', '+ guards the tag shop'],
      risk: 'reversible',
      approval: { required: 'model' },
      warnings: [],
    });
  });

  it('asks a person before it opens a database to everybody, or shuts everybody out', async () => {
    const { previewTool } = await start();
    expect(await previewTool('do_firewall_update', { ...web, rules: [ssh, https, out, postgres] })).toMatchObject({
      approval: { required: 'client' },
      warnings: ['Everybody on the internet can reach PostgreSQL (5432) then.'],
    });
    expect(await previewTool('do_firewall_update', { ...web, rules: [https, out] })).toMatchObject({
      approval: { required: 'client' },
      warnings: ['Nobody can reach the droplets by SSH (22) then.'],
    });
  });

  it('asks a person before it leaves a droplet without it, which is also what forgetting to name it does', async () => {
    const { previewTool } = await start();
    expect(await previewTool('do_firewall_update', { ...known.firewall, rules: [ssh, https, out] })).toMatchObject({
      approval: { required: 'client' },
      changes: ['- guards the droplet 11'],
      warnings: ['It does not guard the droplet 11 any more: what no other firewall closes is open there.'],
    });
  });

  it('replaces the rules, and creates a new one', async () => {
    const { confirmTool, world, sent } = await start();
    await confirmTool('do_firewall_update', { ...web, rules: [ssh] });
    expect(world.firewalls.get(known.firewall.id)).toMatchObject({
      inbound: [{ ports: '22', sources: { addresses: ['192.0.2.0/24'] } }],
      outbound: [],
      dropletIds: [11],
    });
    const { outcome } = await confirmTool('do_firewall_update', { name: 'db', rules: [ssh], droplets: [known.idle] });
    expect(outcome).toMatchObject({ result: { name: 'db', droplet_ids: [12], rules: [ssh] } });
    expect(sent()).toEqual([`PUT /v2/firewalls/${known.firewall.id}`, 'POST /v2/firewalls']);
  });

  it('refuses what is as wanted already, and a name of another', async () => {
    const { callTool } = await start();
    await expect(callTool('do_firewall_update', { ...web, rules: [ssh, https, out] })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'same' },
    });
    await expect(callTool('do_firewall_update', { ...web, name: 'db', rules: [ssh] })).rejects.toMatchObject({
      code: 'conflict',
      details: { reason: 'name' },
    });
  });
});
