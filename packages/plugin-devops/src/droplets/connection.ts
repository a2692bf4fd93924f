import { defineConnection } from '@lineclear/core/plugin';
import { ApiReader } from './client/api-reader.ts';
import { ApiWriter } from './client/api-writer.ts';
import { createExplain } from './client/explain.ts';
import { dropletListing } from './droplets/droplet.ts';
import { settings } from './settings.ts';

/** An account at DigitalOcean, as one token sees it. */
export const droplets = defineConnection({
  id: 'droplets',
  profile: settings,
  connect: ({ profile, http, mode, clock }) => {
    const { url: baseUrl, token: bearer, timeout_ms: timeoutMs } = profile;
    const client = http({ baseUrl, bearer, timeoutMs, explain: createExplain(() => clock.now()) });
    const reader = new ApiReader({ http: client, settings: profile });
    return { reader, ...(mode === 'write' ? { writer: new ApiWriter({ http: client, reader }) } : {}) };
  },
  // A token with few scopes may not see the account, and is of no use here without droplets.
  probe: async ({ reader, signal }) => {
    const where = { ...dropletListing, query: { tag_name: reader.settings.tag } };
    return { droplets: (await reader.page({ ...where, page: 1, limit: 1, signal })).total };
  },
});
