import { defineConnection } from '@lineclear/core/plugin';
import { openNet } from './open-net.ts';
import { settings } from './settings.ts';
import { openWire } from './wire.ts';

/** What may be asked over the network of the targets that a profile names. It only reads, so there is no writer. */
export const net = defineConnection({
  id: 'net',
  profile: settings,
  connect: async ({ profile, resolvePath }) => ({
    reader: await openNet({ settings: profile, wire: openWire({ resolvers: profile.resolvers }), resolvePath }),
  }),
  // There is no backend that could be down: each call names its own target.
  probe: ({ reader }) => ({ own_authorities: reader.authorities.length }),
  readerCommands: ['dns address', 'dns query', 'tcp connect', 'http GET', 'http HEAD'],
});
