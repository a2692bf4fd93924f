import { configCandidates } from './find-config.ts';
import type { Folders } from './folders.ts';
import type { HostConfig } from './load-config.ts';

/**
 * Files and folders that no tool may read or write: whoever could, could approve, forge or read what is not theirs. The places where
 * the next start looks for a configuration count too, while nothing is there: a file made there would be the policy then.
 */
export const protectedPaths = ({
  folders,
  config,
  cwd,
}: {
  folders: Folders;
  config: HostConfig;
  cwd: string;
}): readonly string[] => {
  const named = [config.path, config.anchor === 'syslog' ? undefined : config.anchor, config.mirror];
  return [
    folders.state,
    folders.config,
    ...configCandidates({ cwd, folders }),
    ...named.filter((path) => path !== undefined),
    ...config.secretFiles,
  ];
};
