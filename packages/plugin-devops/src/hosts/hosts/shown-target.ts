import type { ProfileInfo } from '@lineclear/core/plugin';
import { elevationOf } from '../client/elevation.ts';
import type { HostsReader } from '../client/hosts-reader.ts';
import type { HostCall } from '../client/hosts.ts';

/**
 * A host as the preview of a write shows it and watches it: the address, the account, and the key that it presents. Connects. With
 * `elevate`, it throws where the settings of the host name no way to become root.
 */
export const shownTarget = async ({
  reader,
  profile,
  elevate = false,
  ...call
}: HostCall & { reader: HostsReader; profile: ProfileInfo; elevate?: boolean }): Promise<{
  readonly guard: { readonly address: string; readonly user: string; readonly fingerprint: string };
  readonly details: Readonly<Record<string, unknown>>;
  readonly place: string;
}> => {
  const host = reader.find(call.host);
  const { address, port, user, jump } = host;
  elevationOf({ name: call.host, host, elevate });
  const { presented, trust } = await reader.ready(call);
  const shownAddress = `${address}:${port}`;
  return {
    guard: { address: shownAddress, user, fingerprint: presented.fingerprint },
    details: {
      host: call.host,
      address: shownAddress,
      account: user,
      ...(jump !== undefined && { through: jump }),
      host_key: `${presented.fingerprint} (${trust})`,
      profile: profile.name,
      tier: profile.tier,
    },
    place: `${call.host} as ${user} (${profile.name}, ${profile.tier})`,
  };
};
