import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../services/run-command.ts';
import type { Service } from '../services/start-service.ts';
import { startService } from '../services/start-service.ts';
import { sshdBinary } from '../services/sshd.ts';
import { marker } from './processes.ts';

/** What the sshd of a test host is started with. */
export interface DaemonSpec {
  readonly id: string;
  /** Path of its private host key. */
  readonly hostKey: string;
  readonly authorizedKeys: string;
  /** The folder that comes first on the PATH of its sessions. */
  readonly bin: string;
  readonly homes: { readonly root: string; readonly user: string };
  /** Lines of sshd_config, which win over ours. */
  readonly config: readonly string[];
}

/** Starts a real sshd on a port of 127.0.0.1, which lets in root and ordinary accounts by their key. */
export const startDaemon = (spec: DaemonSpec): Promise<Service> =>
  startService({
    binary: sshdBinary,
    prepare: async ({ folder, port }) => {
      // Its start script makes this folder; sshd insists on it when it runs as root.
      if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
      const file = join(folder, 'sshd_config');
      const lines = configFor(spec, port);
      // Releases that know it shut clients out that fail often, as tests do; older ones refuse to start with it.
      await writeFile(file, [...lines, 'PerSourcePenalties no', ...sessions(spec)].join('\n'));
      const isKnown = await runCommand({ binary: sshdBinary, args: ['-t', '-f', file] }).then(
        () => true,
        () => false,
      );
      if (!isKnown) await writeFile(file, [...lines, ...sessions(spec)].join('\n'));
    },
    args: ({ folder }) => ['-D', '-e', '-f', join(folder, 'sshd_config')],
    ready: { kind: 'line', pattern: /Server listening on/ },
  });

// StrictModes would refuse the folder's place under a world-writable /tmp.
const configFor = ({ hostKey, authorizedKeys, config }: DaemonSpec, port: number): readonly string[] => [
  ...config,
  `ListenAddress 127.0.0.1:${port}`,
  `HostKey ${hostKey}`,
  `AuthorizedKeysFile ${authorizedKeys}`,
  'PidFile none',
  'StrictModes no',
  'UsePAM no',
  'PasswordAuthentication no',
  'KbdInteractiveAuthentication no',
  'PermitRootLogin yes',
  'MaxStartups 100',
  // A second one is refused, and a test may want a server that transfers no files.
  ...(config.some((line) => /^subsystem\s/i.test(line)) ? [] : ['Subsystem sftp internal-sftp']),
];

// Every host has its own homes and programs, although all of them run on one machine.
const sessions = ({ id, bin, homes }: DaemonSpec): readonly string[] => {
  const path = `PATH=${bin}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;
  return [
    'Match User root',
    `  SetEnv HOME=${homes.root} ${path} ${marker}=${id}`,
    'Match User !root,*',
    `  SetEnv HOME=${homes.user} ${path} ${marker}=${id}`,
    '',
  ];
};
