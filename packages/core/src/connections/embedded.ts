import type { AnyConnection } from '../plugin/connection.ts';
import type { ProfilesConfig } from '../profiles/types.ts';

/** What there is without a configuration file: the profile `local`, with every connection that offers itself for a folder. */
export const localProfiles = ({ connections, cwd }: { connections: readonly AnyConnection[]; cwd: string }): ProfilesConfig => {
  const offered = connections.flatMap((connection) => {
    const settings: unknown = connection.local?.({ cwd });
    return settings === undefined ? [] : [[connection.id, settings] as const];
  });
  return {
    default: 'local',
    profiles: { local: { tier: 'development', connections: Object.fromEntries(offered) } },
    origin: 'built in',
    folder: cwd,
  };
};
