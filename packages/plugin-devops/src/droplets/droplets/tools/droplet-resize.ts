import type { LineclearError } from '@lineclear/core/plugin';
import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { actionResult, reconcileAction, runAction } from '../../actions/run-action.ts';
import { type SizeAnswer, sizeIn, usd } from '../../catalog/size.ts';
import { droplets } from '../../connection.ts';
import { dropletFields, slug } from '../../fields.ts';
import { previewDetails } from '../../text/preview-details.ts';
import { notNow, refusing } from '../../text/refusals.ts';
import { actionsOf, type DropletAnswer, showDroplet, stateOf, targetDroplet } from '../droplet.ts';

export const dropletResize = droplets.write({
  name: 'droplet_resize',
  title: 'Resize a droplet',
  toolset: 'droplets',
  risk: 'destructive',
  description:
    'Change the CPU and memory of a droplet that is off, and with disk: true its disk too, for good. Use do_catalog for sizes.',
  input: z.strictObject({
    ...dropletFields,
    size: slug.describe('Such as s-2vcpu-4gb.'),
    disk: z.boolean().default(false).describe('true grows the disk: it can never shrink again.'),
  }),
  output: actionResult,
  classify: ({ input: { name, disk } }) => ({
    class: 'resize',
    target: name,
    ...(disk ? {} : { risk: 'reversible' as const }),
  }),
  preview: async ({ input: { id, name, size: wanted, disk }, reader, profile, signal }) => {
    const { droplet, refusal } = await targetDroplet({ id, name, reader, signal });
    const size = droplet && (await sizeIn({ slug: wanted, region: droplet.region.slug, reader, signal }));
    const from = droplet?.size_slug ?? 'unknown';
    return {
      description: `Resize the droplet ${quoted(name)} (${id}) to ${wanted}${disk ? ' with its disk, for good,' : ''} in ${profile.name}.`,
      guard: { droplet: stateOf(droplet), monthly_usd: size?.price_monthly ?? null },
      details: {
        ...previewDetails({
          profile,
          target: name,
          sends: { id, type: 'resize', size: wanted, disk },
          undo: disk ? null : `droplet_resize to ${from}`,
        }),
        monthly_usd: { now: droplet?.size?.price_monthly ?? null, then: size?.price_monthly ?? null },
      },
      warnings: warningsOf({ droplet, size, disk }),
      ...(droplet === undefined ? {} : { before: showDroplet(droplet) }),
      ...refusing(refusal, refusalOf({ droplet, size })),
    };
  },
  execute: (call) => {
    const { id, size, disk } = call.input;
    return runAction({ call, path: actionsOf(id), listedAs: 'resize', json: { type: 'resize', size, disk } });
  },
  reconcile: (call) => reconcileAction({ call, path: actionsOf(call.input.id) }),
});

interface Wanted {
  readonly droplet: DropletAnswer | undefined;
  readonly size: SizeAnswer | undefined;
}

const warningsOf = ({ droplet, size, disk }: Wanted & { disk: boolean }): readonly string[] => {
  if (size === undefined) return [];
  const now = droplet?.size?.price_monthly ?? 0;
  return [
    ...(size.price_monthly > now ? [`It costs ${usd(size.price_monthly)} a month then, and ${usd(now)} now.`] : []),
    ...(disk ? ['The disk can never shrink again, so this cannot be undone.'] : []),
    'It stays off afterwards: turn it on with droplet_power.',
  ];
};

const refusalOf = ({ droplet, size }: Wanted): LineclearError | undefined => {
  if (droplet === undefined || size === undefined) return undefined;
  if (droplet.status !== 'off') {
    return notNow({ message: 'It is on.', hint: 'Shut it down with droplet_power first.', reason: 'on' });
  }
  if (droplet.size_slug === size.slug && droplet.disk === size.disk) {
    return notNow({ message: 'It has this size.', hint: 'Nothing has to be done.', reason: 'same' });
  }
  if (size.disk >= droplet.disk) return undefined;
  const hint = `Choose a size with a disk of ${droplet.disk} GB at least.`;
  return notNow({ message: `A disk cannot shrink from ${droplet.disk} to ${size.disk} GB.`, hint, reason: 'disk' });
};
