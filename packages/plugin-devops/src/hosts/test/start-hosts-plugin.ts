import { startPlugin, type StartOptions } from '@lineclear/testing';

import type { TestHosts } from '@lineclear/testing/hosts';
import { onTestFinished } from 'vitest';
import plugin from '../index.ts';

/** The settings of one test host, for its ordinary account or for root, with its key pinned. */
export const hostSettings = <Name extends string>({
  hosts,
  name,
  root = false,
  ...more
}: { hosts: TestHosts<Name>; name: Name; root?: boolean } & Record<string, unknown>): Record<string, unknown> => {
  const host = hosts.host(name);
  const { address, port, key, user } = host;
  return {
    address,
    port,
    user: root ? (host.root ?? user).name : user.name,
    identity: hosts.clientKey.privateKey,
    host_keys: [key.fingerprint],
    ...more,
  };
};

/** The plugin on these hosts, closed after the test. */
export const startOn = async (
  connections: { hosts: Record<string, unknown>; [key: string]: unknown },
  options: Omit<StartOptions, 'plugin' | 'connections'> = {},
) => {
  const started = await startPlugin({ plugin, connections: { hosts: connections }, ...options });
  onTestFinished(started.close);
  return started;
};
