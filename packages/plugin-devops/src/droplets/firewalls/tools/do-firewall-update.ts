import { path, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { droplets } from '../../connection.ts';
import { targetDroplet } from '../../droplets/droplet.ts';
import { dropletReference, longId, resourceName, tagName } from '../../fields.ts';
import { previewDetails } from '../../text/preview-details.ts';
import { refusing } from '../../text/refusals.ts';
import { changesOf, checkFirewallReach, isAsWanted, refusalOf, sentOf, warningsOf } from '../change-firewall.ts';
import { findFirewall, firewallAnswer, firewalls, showFirewall, shownFirewall } from '../firewall.ts';
import { rule } from '../rule.ts';

const firewallInput = z.strictObject({
  id: longId.optional().describe('Absent: a new one.'),
  name: resourceName.describe('Of the new one, or as it is.'),
  rules: z
    .array(rule)
    .refine((rules) => rules.length > 0 && rules.length <= 100, 'Name 1 to 100.')
    .describe('All rules: what is left out is closed.'),
  droplets: z.array(dropletReference).default([]).describe('All droplets that it guards.'),
  tags: z.array(tagName).default([]).describe('It guards those with these tags.'),
});

export const doFirewallUpdate = droplets.write({
  name: 'do_firewall_update',
  title: 'Create or change a firewall',
  toolset: 'cloud-network',
  risk: 'reversible',
  description: 'Create a cloud firewall, or replace its rules and whom it guards. Start from what do_firewall_list shows.',
  input: firewallInput,
  output: shownFirewall,
  classify: ({ input: { id, name, droplets: members, tags } }) => ({
    class: id === undefined ? 'create' : 'network',
    target: [name, ...members.map((member) => member.name), ...tags.map((tag) => `tag:${tag}`)],
  }),
  preview: async ({ input: given, reader, profile, signal }) => {
    const { id, name } = given;
    const [all, members] = await Promise.all([
      reader.all({ ...firewalls, signal }),
      Promise.all(given.droplets.map((one) => targetDroplet({ ...one, reader, signal }))),
    ]);
    const now = all.find((one) => (id === undefined ? one.name === name : one.id === id));
    await checkFirewallReach({ given, now, reader, signal });
    const before = id === undefined ? undefined : now;
    const warnings = warningsOf({ given, before });
    return {
      description: `${id === undefined ? 'Create' : 'Change'} the firewall ${quoted(name)}${id === undefined ? '' : ` (${id})`} in ${profile.name}: ${given.rules.length} rules for ${given.droplets.length} droplets and ${given.tags.length} tags.`,
      guard: {
        now: now === undefined ? null : { ...showFirewall(now), status: '' },
        names: members.map(({ droplet }) => droplet?.name ?? null),
      },
      changes: changesOf({ given, before }),
      details: previewDetails({
        profile,
        target: [name, ...given.droplets.map((one) => one.name)].join(', '),
        sends: { ...(id === undefined ? {} : { id }), ...sentOf(given) },
        undo: id === undefined ? 'Delete it in the control panel of DigitalOcean' : 'do_firewall_update with what `before` shows',
      }),
      before: before === undefined ? null : showFirewall(before),
      warnings,
      ...(warnings.length === 0 ? {} : { approval: 'client' as const }),
      ...refusing(refusalOf({ given, now }), ...members.map(({ refusal }) => refusal)),
    };
  },
  execute: async ({ input: given, writer, signal }) => {
    const request =
      given.id === undefined
        ? { method: 'post' as const, path: '/v2/firewalls' }
        : { method: 'put' as const, path: path`/v2/firewalls/${given.id}` };
    const schema = z.object({ firewall: firewallAnswer });
    return showFirewall((await writer.send({ ...request, json: sentOf(given), schema, signal })).firewall);
  },
  reconcile: async ({ input: given, reader, signal }) => {
    const { id, name } = given;
    const found =
      id === undefined
        ? (await reader.all({ ...firewalls, signal })).find((one) => one.name === name)
        : await findFirewall({ id, reader, signal });
    // Names are unique, and what is as wanted was not so before: the preview refuses that.
    return found !== undefined && isAsWanted({ found, given }) ? { result: showFirewall(found) } : 'unknown';
  },
});
