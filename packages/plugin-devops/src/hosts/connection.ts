import { defineConnection } from '@lineclear/core/plugin';
import { sharedBySettings } from '../shared-by-settings.ts';
import { Hosts } from './client/hosts.ts';
import { HostsReader } from './client/hosts-reader.ts';
import { HostsWriter } from './client/hosts-writer.ts';
import { readerCommands } from './client/reader-commands.ts';
import { settings } from './settings.ts';

const shared = sharedBySettings<Hosts>();

/** The hosts that a profile names, over SSH. */
export const hosts = defineConnection({
  id: 'hosts',
  profile: settings,
  connect: ({ profile, mode, resolvePath, protectedPaths }) => {
    const all = shared({
      settings: profile,
      create: () => new Hosts({ settings: profile, resolvePath, protectedPaths, agentSocket: process.env['SSH_AUTH_SOCK'] }),
    });
    const reader = new HostsReader(all);
    return { reader, ...(mode === 'write' ? { writer: new HostsWriter(all) } : {}), close: () => all.close() };
  },
  // Which hosts there are is all that can be said of them together; host_list with check: true asks each.
  probe: ({ reader }) => ({ hosts: reader.names.length }),
  readerCommands,
});
