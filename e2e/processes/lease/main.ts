import { userInfo } from 'node:os';
import { compose, sqliteStore } from '@lineclear/core';
import { depotPlugin } from '../../wire/depot/plugin.ts';

// The depot over stdio with a lease so short that a test can wait for its end. Arguments: state folder, backend, lease in milliseconds.
const [folder = '', backend = '', leaseMs = ''] = process.argv.slice(2);
const store = await sqliteStore({ folder });
const connections = { depot: { url: backend } };
const composition = await compose({
  plugins: [depotPlugin()],
  profiles: { default: 'main', profiles: { main: { tier: 'development', connections } } },
  store,
  limits: { leaseMs: Number(leaseMs) },
});
const { closed } = await composition.serveStdio({
  caller: { principal: { id: userInfo().username }, profile: 'main', transport: 'stdio' },
});
await closed;
await composition.close();
await store.close();
