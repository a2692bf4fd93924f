import { isAbsolute, resolve } from 'node:path';
import type { AnyConnection } from '../plugin/connection.ts';
import type { Profile } from '../profiles/types.ts';

/** A path of the configuration, absolute. */
export const pathBelow =
  (folder: string) =>
  (path: string): string =>
    isAbsolute(path) ? path : resolve(folder, path);

/** Every file that the settings of a profile name and that holds credentials, absolute. */
export const secretFilesOf = ({
  connections,
  profiles,
  folder,
}: {
  connections: readonly AnyConnection[];
  profiles: ReadonlyMap<string, Profile>;
  folder: string;
}): readonly string[] => {
  const resolvePath = pathBelow(folder);
  const files = [...profiles.values()].flatMap((profile) =>
    connections.flatMap(({ id, secretFiles }) =>
      secretFiles === undefined || !profile.connections.has(id)
        ? []
        : secretFiles({ profile: profile.connections.get(id) }).map(resolvePath),
    ),
  );
  return [...new Set(files)];
};
