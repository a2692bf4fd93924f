import { defineConnection, secret } from '@lineclear/core/plugin';
import * as z from 'zod';
import { flagReader, flagWriter } from './client.ts';

/** The flag service. `connect` opens the client and asks nothing yet; `probe` is the one cheap question. */
export const flagService = defineConnection({
  id: 'flags',
  profile: z.object({
    url: z.url().describe('Base URL of the flag service, for example http://127.0.0.1:8300'),
    token: secret().describe('Its access token'),
  }),
  connect: ({ profile, http }) => {
    const client = http({ baseUrl: profile.url, bearer: profile.token });
    return { reader: flagReader(client), writer: flagWriter(client) };
  },
  probe: ({ reader, signal }) => reader.health(signal),
});
