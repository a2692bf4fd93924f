import { secret } from '@lineclear/core/plugin';
import * as z from 'zod';

const app = z.strictObject({
  id: z.int().min(1).describe('The id of the app.'),
  private_key: secret().describe('Its private key (PEM).'),
  installation_id: z.int().min(1).describe('Where it is installed.'),
});

/** What a profile says about GitHub. */
export const settings = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .default('https://api.github.com')
      .describe('The REST address; an Enterprise Server has https://HOST/api/v3.'),
    token: secret().optional().describe('A personal access token. Use this or app.'),
    app: app.optional().describe('A GitHub App; its tokens are made and renewed when they are needed.'),
    repositories: z
      .array(z.string().regex(/^[A-Za-z0-9_-]+\/(?:\*|[\w.-]+)$/, 'use "owner/name" or "owner/*"'))
      .optional()
      .describe('The repositories that tools reach, such as ["octo/widgets", "octo/*"]. Absent: all that the credentials reach.'),
    lockdown: z.boolean().default(false).describe('Withhold what people wrote who may not write to the repository.'),
    throttle: z
      .boolean()
      .default(true)
      .describe('Space writes and searches out as GitHub asks; false for a server without rate limits.'),
    timeout_ms: z.int().min(100).max(600_000).default(30_000).describe('The longest one request may take, in milliseconds.'),
  })
  .refine((github) => (github.token === undefined) !== (github.app === undefined), {
    error: 'use token or app, one of them',
    path: ['token'],
  });

export type Settings = z.output<typeof settings>;
export type AppSettings = z.output<typeof app>;
