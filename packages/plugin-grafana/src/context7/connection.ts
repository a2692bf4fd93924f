import { defineConnection, secret } from '@lineclear/core/plugin';
import * as z from 'zod';
import { Context7Client } from './client.ts';
import { explain } from './explain.ts';

/** Context7, which has the documentation of libraries. A profile has it only where somebody wrote it there: names of libraries leave the house. */
export const context7 = defineConnection({
  id: 'context7',
  profile: z.strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .default('https://context7.com/api')
      .describe('The API; another one for a mirror.'),
    api_key: secret().optional().describe('Raises the limits (ctx7sk…).'),
    timeout_ms: z.int().min(100).max(600_000).default(30_000).describe('The longest one request may take, in milliseconds.'),
  }),
  connect: ({ profile, http, clock }) => ({
    reader: new Context7Client({
      http: http({ baseUrl: profile.url, bearer: profile.api_key, timeoutMs: profile.timeout_ms, maxBytes: 8 << 20, explain }),
      origin: new URL(profile.url).origin,
      now: () => clock.now(),
    }),
  }),
  probe: ({ reader, signal }) => reader.probe({ signal }),
});
