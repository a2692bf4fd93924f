import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { Settings } from './settings.ts';

/** Throws `forbidden` for what does not have the tag of the profile. */
export const checkTag = ({
  settings,
  tags,
  what,
}: {
  settings: Settings;
  tags: readonly string[] | null | undefined;
  what: string;
}): void => {
  if (settings.tag === undefined || tags?.includes(settings.tag) === true) return;
  throw new LineclearError('forbidden', `${what} does not have the tag ${settings.tag}, so this profile does not reach it.`, {
    hint: 'Ask the operator, who can tag it or change `tag` of the profile.',
    effect: 'none',
    details: { reason: 'tag' },
  });
};

/** Throws `forbidden` for a region in which the profile creates nothing. */
export const checkRegion = ({ settings, region }: { settings: Settings; region: string }): void => {
  if (settings.regions === undefined || settings.regions.includes(region)) return;
  throw new LineclearError('forbidden', `This profile creates nothing in ${quoted(region)}.`, {
    hint: `It may in ${settings.regions.join(', ')}.`,
    effect: 'none',
    details: { reason: 'region' },
  });
};

/** The tags of something new: those that were asked for, and the one of the profile. */
export const tagsOf = ({ settings, tags }: { settings: Settings; tags: readonly string[] }): readonly string[] => [
  ...new Set([...tags, ...(settings.tag === undefined ? [] : [settings.tag])]),
];

/** The tag by which something created is found again when the answer was lost: it names the plan. */
export const planTag = (idempotencyKey: string): string => `lineclear-${idempotencyKey.replaceAll(/[^\w-]/g, '').slice(0, 18)}`;
