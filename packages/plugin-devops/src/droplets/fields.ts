import * as z from 'zod';
import { shapedText } from '../text/shaped-text.ts';

// Limits stand in refinements: as keywords of the schema they would cost a little in the definition of every tool.

/** The number of a droplet, an image or an action. */
export const numericId = z.int().refine((id) => id >= 1, 'Use 1 or more.');

/** The id of what has no number: a volume, a network, a firewall. */
export const longId = shapedText({ pattern: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, error: 'Use its id.' });

/** A name as DigitalOcean allows it for most things; nothing hides in it. */
export const resourceName = shapedText({
  pattern: /^[A-Za-z0-9][A-Za-z0-9.-]{0,254}$/,
  error: 'Use letters, digits, "." and "-".',
});

/** A name that may have spaces, such as that of a snapshot. */
export const freeName = shapedText({
  pattern: /^[\p{L}\p{N}\p{P}\p{S} ]{1,200}$/u,
  error: 'Use 1 to 200 characters in one line.',
});

export const tagName = shapedText({ pattern: /^[\w:-]{1,255}$/, error: 'Use letters, digits, "_", ":" and "-".' });

/** The slug of a region, a size or an image. */
export const slug = shapedText({ pattern: /^[a-z0-9][a-z0-9.-]{0,79}$/, error: 'Use a slug.' });

export const domainName = shapedText({
  pattern: /^(?=.{1,253}$)(?:[a-z0-9_-]{1,63}\.)+[a-z0-9-]{2,63}$/i,
  error: 'Use a name such as example.com.',
});

/** A droplet of a write: both have to match. */
export const dropletFields = {
  id: numericId.describe('Of the droplet.'),
  name: resourceName.describe('Its name, which has to match.'),
};

/** A droplet inside the input of something else. */
export const dropletReference = z.strictObject({ id: numericId.describe('Its id.'), name: resourceName.describe('Its name.') });

/** Which part of a list is wanted. */
export const paging = {
  limit: z
    .int()
    .refine((limit) => limit >= 1 && limit <= 100, 'Use 1 to 100.')
    .default(20)
    .describe('At most.'),
  page: numericId.default(1).describe('A next_page.'),
};

/** What every list says beside its items. */
export const listFacts = {
  total: z.int(),
  next_page: z.int().nullable(),
};
