import { defineConnection } from '@lineclear/core/plugin';
import { GitHubReader } from './client/github-reader.ts';
import { GitHubWriter } from './client/github-writer.ts';
import { openTransport } from './client/transport.ts';
import { settings } from './settings.ts';

/** GitHub or an Enterprise Server, as one token or one installation of an app sees it. */
export const github = defineConnection({
  id: 'github',
  profile: settings,
  connect: ({ profile, info, http, mode, clock }) => {
    const transport = openTransport({ settings: profile, http, clock, throttleId: `${info.name} ${mode}` });
    const reader = new GitHubReader({ transport, settings: profile, now: () => clock.now() });
    return { reader, ...(mode === 'write' ? { writer: new GitHubWriter({ transport, reader }) } : {}) };
  },
  probe: ({ reader, signal }) => reader.whoami({ signal }),
});
