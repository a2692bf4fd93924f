import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { droplets } from '../../connection.ts';
import { freeName, resourceName, slug } from '../../fields.ts';
import { checkRegion } from '../../reach.ts';
import { previewDetails } from '../../text/preview-details.ts';
import { notNow, refusing, taken } from '../../text/refusals.ts';
import { isPrivateRange, overlap } from '../ranges.ts';
import { showVpc, shownVpc, type VpcAnswer, vpcAnswer, vpcs } from '../vpc.ts';

const input = z.strictObject({
  name: resourceName.describe('Unique in the account.'),
  region: slug.describe('Such as ams3.'),
  ip_range: z.string().refine(isPrivateRange, 'Use a private range from /16 to /28.').describe('Such as 10.10.10.0/24.'),
  description: freeName.optional().describe('What it is for.'),
});

export const doVpcCreate = droplets.write({
  name: 'do_vpc_create',
  title: 'Create a private network',
  toolset: 'cloud-network',
  risk: 'additive',
  description: 'Create a private network (VPC) in a region. Name it in droplet_create as vpc_id.',
  input,
  output: shownVpc,
  classify: ({ input: { name } }) => ({ class: 'create', target: name }),
  preview: async ({ input: given, reader, profile, signal }) => {
    const { name, region, ip_range: range } = given;
    checkRegion({ settings: reader.settings, region });
    const all = await reader.all({ ...vpcs, signal });
    const same = all.find((vpc) => vpc.name === name);
    const crossing = all.find((vpc) => overlap(vpc.ip_range, range));
    return {
      description: `Create the private network ${quoted(name)} (${range}) in ${region} with ${profile.name}.`,
      guard: { same: same?.id ?? null, crossing: crossing?.id ?? null },
      details: previewDetails({
        profile,
        target: name,
        sends: given,
        undo: 'Delete it in the control panel of DigitalOcean while it is empty',
      }),
      ...refusing(
        same === undefined
          ? undefined
          : taken({ what: `A network called ${quoted(name)}`, hint: 'Choose another name, or use the one that is there.' }),
        crossing === undefined
          ? undefined
          : notNow({
              message: `${range} overlaps with ${quoted(crossing.name)} (${crossing.ip_range}).`,
              hint: 'Choose another range.',
              reason: 'overlap',
            }),
      ),
    };
  },
  execute: async ({ input: given, writer, signal }) => {
    const schema = z.object({ vpc: vpcAnswer });
    return showVpc((await writer.send({ method: 'post', path: '/v2/vpcs', json: given, schema, signal })).vpc);
  },
  // Names are unique, and this one was free.
  reconcile: async ({ input: given, reader, signal }) => {
    const found = (await reader.all({ ...vpcs, signal })).find(({ name }) => name === given.name);
    return found !== undefined && isAsWanted({ found, given }) ? { result: showVpc(found) } : 'unknown';
  },
});

const isAsWanted = ({ found, given }: { found: VpcAnswer; given: z.output<typeof input> }): boolean =>
  found.region === given.region && found.ip_range === given.ip_range && (found.description ?? '') === (given.description ?? '');
