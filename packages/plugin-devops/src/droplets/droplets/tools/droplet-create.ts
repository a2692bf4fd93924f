import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { actionAnswer, findAction } from '../../actions/action.ts';
import { actionResult, cameToNothing, patiently, toResult } from '../../actions/run-action.ts';
import { imageFor } from '../../catalog/image.ts';
import { sizeIn, usd } from '../../catalog/size.ts';
import type { ApiReader } from '../../client/api-reader.ts';
import { droplets } from '../../connection.ts';
import { longId, resourceName, slug, tagName } from '../../fields.ts';
import { checkRegion, planTag, tagsOf } from '../../reach.ts';
import { previewDetails } from '../../text/preview-details.ts';
import { refusing, taken } from '../../text/refusals.ts';
import { actionsOf, dropletAnswer, dropletListing, dropletsCalled, showDroplet, shownDroplet } from '../droplet.ts';
import { joinedByTags, joinWarnings } from '../joined-by-tags.ts';
import { secretsIn } from '../user-data.ts';

const input = z.strictObject({
  name: resourceName.describe('Must not be in use.'),
  region: slug.describe('Such as ams3.'),
  size: slug.describe('Such as s-1vcpu-1gb.'),
  image: slug.describe('A slug such as debian-12-x64, or the number of a snapshot.'),
  ssh_keys: z
    .array(z.string().refine((text) => /^[0-9a-f]{2}(?::[0-9a-f]{2}){15}$/.test(text), 'Use fingerprints.'))
    .default([])
    .describe('Fingerprints of keys that may log in as root.'),
  user_data: z
    .string()
    .refine((text) => Buffer.byteLength(text) <= 65_536, 'At most 64 KiB.')
    .optional()
    .describe('A script or cloud-config for the first boot; no secrets.'),
  tags: z.array(tagName).default([]).describe('Such as ["web"].'),
  vpc_id: longId.optional().describe('Absent: the default network of the region.'),
  backups: z.boolean().default(false).describe('true: weekly.'),
  monitoring: z.boolean().default(true).describe('Whether to install the metrics agent.'),
});

export const dropletCreate = droplets.write({
  name: 'droplet_create',
  title: 'Create a droplet',
  toolset: 'droplets',
  risk: 'additive',
  description: 'Create a droplet, which is billed from then on. Use do_catalog for sizes, images and keys.',
  input,
  output: actionResult.extend({ droplet: shownDroplet }),
  classify: ({ input: { name } }) => ({ class: 'create', target: name }),
  preview: async ({ input: given, reader, profile, signal }) => {
    const { name, region, size: wanted, user_data: userData } = given;
    checkRegion({ settings: reader.settings, region });
    const tags = tagsOf({ settings: reader.settings, tags: given.tags });
    const [size, same, joined] = await Promise.all([
      sizeIn({ slug: wanted, region, reader, signal }),
      dropletsCalled({ name, reader, signal }),
      joinedByTags({ tags, reader, signal }),
    ]);
    const image = await imageFor({ image: given.image, size, region, reader, signal });
    const monthly = Math.round(size.price_monthly * (given.backups ? backupFactor : 1) * 100) / 100;
    return {
      description: `Create the droplet ${quoted(name)} (${wanted}, ${given.image}) in ${region} with ${profile.name}, for ${usd(monthly)} a month.`,
      guard: {
        same: same.map(({ id }) => id).toSorted((one, other) => one - other),
        image: image.id,
        monthly_usd: monthly,
        joined,
      },
      details: {
        ...previewDetails({
          profile,
          target: name,
          sends: sentOf({ given, tags }),
          undo: `droplet_delete of the new droplet, where the policy allows it`,
        }),
        trace: 'A tag lineclear-… that names this plan is added.',
        monthly_usd: monthly,
        image: [image.distribution, image.name].filter((part) => part != null).join(' '),
        vcpus: size.vcpus,
        memory_mb: size.memory,
        disk_gb: size.disk,
      },
      warnings: [
        ...(given.ssh_keys.length === 0 ? ['Without an SSH key the root password is sent by email.'] : []),
        ...joinWarnings(joined),
        ...secretsIn(userData),
      ],
      approval: 'client' as const,
      ...refusing(
        same.length === 0
          ? undefined
          : taken({ what: `A droplet called ${quoted(name)}`, hint: 'Choose another name, or use the one that is there.' }),
      ),
    };
  },
  execute: async ({ input: given, writer, idempotencyKey, clock, signal, progress, step }) => {
    const { reader } = writer;
    const tags = [...tagsOf({ settings: reader.settings, tags: given.tags }), planTag(idempotencyKey)];
    const created = await writer.send({
      method: 'post',
      path: '/v2/droplets',
      json: sentOf({ given, tags }),
      schema: z.object({ droplet: dropletAnswer, links: z.object({ actions: z.array(z.object({ id: z.int() })).min(1) }) }),
      signal,
    });
    step('ordered the droplet');
    const begun = {
      id: created.links.actions[0]?.id ?? 0,
      status: 'in-progress' as const,
      type: 'create',
      started_at: created.droplet.created_at,
      resource_id: created.droplet.id,
      resource_type: 'droplet',
    };
    const action = await patiently({ action: begun, reader, clock, signal, progress });
    if (action.status === 'errored') throw cameToNothing(action);
    const [found] = await ofPlan({ idempotencyKey, reader, signal });
    return { ...toResult(action), droplet: showDroplet(found ?? created.droplet) };
  },
  reconcile: async ({ input: { name }, reader, idempotencyKey, signal }) => {
    const [found, ...others] = await ofPlan({ idempotencyKey, reader, signal });
    if (found === undefined || others.length > 0 || found.name !== name) return 'unknown';
    const where = { path: actionsOf(found.id), key: 'actions', item: actionAnswer, signal };
    const created = (await reader.all(where)).find(({ type }) => type === 'create');
    if (created === undefined) return 'unknown';
    const action = (await findAction({ id: created.id, reader, signal })) ?? created;
    return action.status === 'errored' ? 'unknown' : { result: { ...toResult(action), droplet: showDroplet(found) } };
  },
});

// Weekly backups cost a fifth of the droplet: https://docs.digitalocean.com/products/backups/details/pricing/
const backupFactor = 1.2;

const sentOf = ({ given, tags }: { given: z.output<typeof input>; tags: readonly string[] }) => {
  const { vpc_id: vpcId, user_data: userData, image, ...rest } = given;
  return {
    ...rest,
    image: /^\d+$/.test(image) ? Number(image) : image,
    tags,
    ...(vpcId === undefined ? {} : { vpc_uuid: vpcId }),
    ...(userData === undefined ? {} : { user_data: userData }),
  };
};

const ofPlan = ({ idempotencyKey, reader, signal }: { idempotencyKey: string; reader: ApiReader; signal: AbortSignal }) =>
  reader.all({ ...dropletListing, query: { tag_name: planTag(idempotencyKey) }, signal });
