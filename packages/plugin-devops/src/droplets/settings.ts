import { secret } from '@lineclear/core/plugin';
import * as z from 'zod';

/** What a profile says about DigitalOcean. */
export const settings = z.strictObject({
  token: secret().describe('A personal access token of DigitalOcean.'),
  url: z
    .url({ protocol: /^https?$/ })
    .default('https://api.digitalocean.com')
    .describe('The address of the API.'),
  tag: z
    .string()
    .regex(/^[\w:-]{1,255}$/, 'use letters, digits, "_", ":" and "-"')
    .optional()
    .describe(
      'Strongly recommended: droplets and volumes without this tag are out of reach, and what is created gets it. ' +
        'Networks, domains and uptime checks have no tags. Absent: the whole account.',
    ),
  regions: z
    .array(z.string().regex(/^[a-z0-9]{2,20}$/, 'use a slug such as "nyc3"'))
    .min(1)
    .optional()
    .describe('Where something may be created, such as ["ams3", "fra1"]. Absent: in every region.'),
  timeout_ms: z.int().min(100).max(600_000).default(30_000).describe('The longest one request may take, in milliseconds.'),
  wait_ms: z
    .int()
    .min(0)
    .max(100_000)
    .default(45_000)
    .describe('How long a confirmed change waits for DigitalOcean to finish it, in milliseconds; it goes on after that.'),
  poll_ms: z.int().min(1).max(30_000).default(2_000).describe('The time between two looks at what goes on, in milliseconds.'),
});

export type Settings = z.output<typeof settings>;
