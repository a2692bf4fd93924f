import type { JsonObject } from '@lineclear/core/plugin';
import { secretMarker } from '@lineclear/testing';
import { describe, expect, it } from 'vitest';
import droplets from '../../src/droplets/index.ts';
import { known } from '../../src/droplets/test/account.ts';
import { allExamples } from './examples/all.ts';
import { start } from '../../src/droplets/test/start.ts';

const writes = droplets.tools.filter(({ kind }) => kind === 'write').map(({ name }) => name);
const exampleOf = (tool: string): JsonObject => (allExamples[tool] ?? []).find(({ error }) => error === undefined)?.input ?? {};

describe('mcp-server-kubernetes: read-only in the listing alone (CVE-2026-46519)', () => {
  it.each(writes)('%s is neither listed nor done by a caller who only reads', async (tool) => {
    const { composition, caller, answer, http } = await start({ readOnly: true });
    expect(composition.tools(caller).map(({ name }) => name)).not.toContain(tool);
    for (const args of [exampleOf(tool), { ...exampleOf(tool), confirm: true }]) {
      // oxlint-disable-next-line no-await-in-loop -- one call after the other
      expect(await answer(tool, args)).toMatchObject({ kind: 'error' });
    }
    expect(http[0].requests).toEqual([]);
  });
});

describe('Jenkins: a missing check of permissions for each tool (CVE-2025-64132)', () => {
  it.each(writes)('%s with a token that only reads changes nothing', async (tool) => {
    const { answer, previewTool, world, state } = await start({ access: { [secretMarker]: 'read' } });
    const before = await state?.();
    const { ticket = null } = await previewTool(tool, exampleOf(tool));
    expect(await answer(tool, { ...exampleOf(tool), confirm: true, ticket })).toMatchObject({
      kind: 'error',
      error: { code: 'forbidden', hint: expect.stringContaining('scope') },
    });
    expect(await state?.()).toEqual(before);
    expect(world.droplets.size).toBe(2);
  });
});

// Ends of a shell command, another server, another path, another query.
const hostile = [
  '1; touch pwned',
  '$(touch pwned)',
  '`touch pwned`',
  '--server=http://127.0.0.1:9',
  '-shttp://127.0.0.1:9',
  '../account',
  '11/actions',
  '..%2faccount',
  '11?tag_name=x',
  '11#x',
  '1\n2',
];

describe('a name or an id that is more than that (CVE-2026-47250, CVE-2025-53355, CVE-2025-59377, GHSA-wmg3-h8mf-wgvr)', () => {
  const idFields = ['id', 'name', 'droplet_id', 'action_id', 'image_id', 'domain', 'region', 'size', 'ip', 'vpc_id', 'tag'];

  // Of snapshots and checks, a name may have spaces and signs; it goes into no path.
  const isFree = (tool: string): boolean => tool === 'do_snapshot_delete' || tool.startsWith('do_uptime_check');
  const tools = droplets.tools.map(({ name, input: { shape } }) => ({
    tool: name,
    fields: idFields.filter((one) => one in shape && !(isFree(name) && one === 'name')),
  }));

  it.each(tools.filter(({ fields }) => fields.length > 0))('is none to $tool, and nothing is asked', async ({ tool, fields }) => {
    const { callTool, http } = await start();
    const input = exampleOf(tool);
    for (const field of fields) {
      for (const text of hostile) {
        // oxlint-disable-next-line no-await-in-loop -- one call after the other
        await expect(callTool(tool, { ...input, [field]: text, confirm: true })).rejects.toMatchObject({ code: 'invalid_input' });
      }
    }
    expect(http[0].requests).toEqual([]);
  });

  it('can be given to every tool but five lists', () => {
    expect(tools.filter(({ fields }) => fields.length === 0).map(({ tool }) => tool)).toEqual([
      'do_firewall_list',
      'do_vpc_list',
      'do_load_balancer_list',
      'do_reserved_ip_list',
      'do_uptime_checks',
    ]);
  });

  it('is none inside of a list either', async () => {
    const { callTool, http } = await start();
    for (const text of hostile) {
      const calls: readonly (readonly [string, JsonObject])[] = [
        ['do_load_balancer_update', { ...known.balancer, action: 'add', droplets: [{ id: 11, name: text }] }],
        ['do_volume_attach', { ...known.spare, action: 'attach', droplet: { id: text, name: 'web-1' } }],
        ['droplet_create', { ...exampleOf('droplet_create'), ssh_keys: [text] }],
        ['droplet_create', { ...exampleOf('droplet_create'), image: text }],
        [
          'do_firewall_update',
          { ...known.firewall, rules: [{ direction: 'in', protocol: 'tcp', ports: '22', peers: [`droplet:${text}`] }] },
        ],
      ];
      for (const [tool, args] of calls) {
        // oxlint-disable-next-line no-await-in-loop -- one call after the other
        await expect(callTool(tool, args)).rejects.toMatchObject({ code: 'invalid_input' });
      }
    }
    expect(http[0].requests).toEqual([]);
  });
});

describe('credentials in answers and logs (CVE-2025-65719, CVE-2025-47274)', () => {
  it('tells the token nowhere, whatever a gateway repeats', async () => {
    const { answer, composition, http, log } = await start();
    const answers: unknown[] = [];
    for (const { name } of droplets.tools) {
      const stop = http[0].inject({ kind: 'echo', status: 500 });
      // oxlint-disable-next-line no-await-in-loop -- one call after the other
      answers.push(await answer(name, exampleOf(name)));
      stop();
    }
    const { ticket = null } = Object(await answer('droplet_power', { ...known.web, action: 'reboot' })).value ?? {};
    http[0].inject({ kind: 'echo', status: 500 }, { unsafe: true });
    answers.push(await answer('droplet_power', { ...known.web, action: 'reboot', confirm: true, ticket }));
    await composition.audit.flush();
    const { store } = composition;
    const kept = [await store.events({ limit: 500 }), await store.plans({ limit: 100 }), log, answers];
    expect(JSON.stringify(kept)).toContain('droplet_power');
    expect(JSON.stringify(kept)).not.toContain(secretMarker);
  });
});

describe('a reader that writes (CVE-2025-59333)', () => {
  it('sends nothing but GET for every read and every preview', async () => {
    const { answer, http } = await start();
    // oxlint-disable-next-line no-await-in-loop -- one call after the other
    for (const { name } of droplets.tools) await answer(name, exampleOf(name));
    expect(new Set(http[0].requests.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(http[0].requests.length).toBeGreaterThan(droplets.tools.length);
  });
});
