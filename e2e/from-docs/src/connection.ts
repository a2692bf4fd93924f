import { defineConnection, secret } from '@lineclear/core/plugin';
import * as z from 'zod';
import { windowReader, windowWriter } from './client.ts';

/** The maintenance service. */
export const maintenance = defineConnection({
  id: 'maintenance',
  profile: z.object({
    url: z.url().describe('Base URL of the maintenance service, for example http://127.0.0.1:8400'),
    token: secret().describe('Its access token'),
  }),
  connect: ({ profile, http }) => {
    const client = http({ baseUrl: profile.url, bearer: profile.token });
    return { reader: windowReader(client), writer: windowWriter(client) };
  },
  probe: ({ reader, signal }) => reader.health(signal),
});
