import type { Folders } from './folders.ts';
import type { HostConfig } from './load-config.ts';

/** Files and folders that no tool may read or write: whoever could, could approve, forge or read what is not theirs. */
export const protectedPaths = ({ folders, config }: { folders: Folders; config: HostConfig }): readonly string[] => {
  const named = [config.path, config.anchor === 'syslog' ? undefined : config.anchor, config.mirror];
  return [folders.state, folders.config, ...named.filter((path) => path !== undefined), ...config.secretFiles];
};
