import { allCommands, localCommands } from './file-systems.ts';

/** What host_metrics sends. */
export const metricCommands: readonly string[] = [
  'grep -s',
  ...[localCommands, allCommands].flatMap(({ sizes, inodes }) => [sizes.join(' '), inodes.join(' ')]),
];
