import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { usd } from '../../catalog/size.ts';
import { droplets } from '../../connection.ts';
import { slug } from '../../fields.ts';
import { checkRegion, planTag, tagsOf } from '../../reach.ts';
import { previewDetails } from '../../text/preview-details.ts';
import { refusing, taken } from '../../text/refusals.ts';
import { monthlyPerGb, showVolume, shownVolume, volumeAnswer } from '../volume.ts';

const input = z.strictObject({
  name: z
    .string()
    .refine((text) => /^[a-z][a-z0-9-]{0,63}$/.test(text), 'Use small letters, digits and "-".')
    .describe('Unique in the region.'),
  region: slug.describe('That of the droplet, such as ams3.'),
  size_gb: z
    .int()
    .refine((size) => size >= 1 && size <= 16_384, 'Use 1 to 16384.')
    .describe('In GiB.'),
  filesystem: z.enum(['ext4', 'xfs']).default('ext4').describe('It is formatted with it.'),
});

export const doVolumeCreate = droplets.write({
  name: 'do_volume_create',
  title: 'Create a volume',
  toolset: 'volumes',
  risk: 'additive',
  description: 'Create a volume, which is billed from then on. Use do_volume_attach to attach it to a droplet.',
  input,
  output: shownVolume,
  classify: ({ input: { name } }) => ({ class: 'create', target: name }),
  preview: async ({ input: given, reader, profile, signal }) => {
    const { name, region, size_gb: size } = given;
    checkRegion({ settings: reader.settings, region });
    const same = await reader.all({ ...volumes, query: { name, region }, signal });
    return {
      description: `Create the volume ${quoted(name)} of ${size} GiB in ${region} with ${profile.name}, for ${usd(size * monthlyPerGb)} a month.`,
      guard: { same: same.map(({ id }) => id) },
      details: {
        ...previewDetails({
          profile,
          target: name,
          sends: sentOf({ given, tags: tagsOf({ settings: reader.settings, tags: [] }) }),
          undo: 'do_volume_delete, where the policy allows it',
        }),
        trace: 'A tag lineclear-… that names this plan is added.',
      },
      approval: 'client' as const,
      ...refusing(
        same.length === 0
          ? undefined
          : taken({
              what: `A volume called ${quoted(name)} in ${region}`,
              hint: 'Choose another name, or use the one that is there.',
            }),
      ),
    };
  },
  execute: async ({ input: given, writer, idempotencyKey, signal }) => {
    const tags = [...tagsOf({ settings: writer.reader.settings, tags: [] }), planTag(idempotencyKey)];
    const json = sentOf({ given, tags });
    const schema = z.object({ volume: volumeAnswer });
    return showVolume((await writer.send({ method: 'post', path: '/v2/volumes', json, schema, signal })).volume);
  },
  reconcile: async ({ input: { name, region }, reader, idempotencyKey, signal }) => {
    const same = await reader.all({ ...volumes, query: { name, region }, signal });
    const ours = same.find(({ tags }) => tags?.includes(planTag(idempotencyKey)) === true);
    return ours === undefined ? 'unknown' : { result: showVolume(ours) };
  },
});

const volumes = { path: '/v2/volumes', key: 'volumes', item: volumeAnswer };

const sentOf = ({ given, tags }: { given: z.output<typeof input>; tags: readonly string[] }) => ({
  name: given.name,
  region: given.region,
  size_gigabytes: given.size_gb,
  filesystem_type: given.filesystem,
  tags,
});
