import { numberOf } from './proc-files.ts';

/** How full one file system is. */
export interface FileSystem {
  readonly mount: string;
  readonly device: string;
  readonly size_bytes: number;
  readonly available_bytes: number;
  readonly used_percent: number;
  /** Of its inodes; null where it has no fixed number of them. */
  readonly inodes_used_percent: number | null;
}

/** Sizes in units of 1,024 bytes, and inodes; of local file systems, for one of a server that is away would be waited for. */
export const localCommands = { sizes: ['df', '-Pkl'], inodes: ['df', '-Pil'] } as const;

/** The same of all file systems, for a df that knows no local ones, as that of busybox. */
export const allCommands = { sizes: ['df', '-Pk'], inodes: ['df', '-Pi'] } as const;

/** The file systems on devices, fullest first, from what the two commands printed. */
export const readFileSystems = ({ sizes, inodes }: { sizes: string; inodes: string }): readonly FileSystem[] => {
  const inodesByMount = new Map(rowsOf(inodes).map((row) => [row.mount, row]));
  return rowsOf(sizes)
    .filter(({ device, total }) => total > 0 && !pseudo.has(device))
    .map(({ device, mount, total, used, available }) => {
      const inode = inodesByMount.get(mount);
      return {
        mount,
        device,
        size_bytes: total * 1024,
        available_bytes: available * 1024,
        used_percent: percent(used, used + available),
        inodes_used_percent: inode === undefined || inode.total === 0 ? null : percent(inode.used, inode.total),
      };
    })
    .toSorted((one, other) => other.used_percent - one.used_percent);
};

const pseudo: ReadonlySet<string> = new Set([
  'tmpfs',
  'devtmpfs',
  'udev',
  'none',
  'shm',
  'efivarfs',
  'proc',
  'sysfs',
  'cgroup',
  'dev',
]);

interface Row {
  readonly device: string;
  readonly mount: string;
  readonly total: number;
  readonly used: number;
  readonly available: number;
}

// One line each, for that is what -P promises; a mount point may hold spaces, and so may a device.
const rowsOf = (printed: string): readonly Row[] =>
  printed
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const found = /^(.+?)\s+(\d+|-)\s+(\d+|-)\s+(-?\d+|-)\s+(?:\d+%|-)\s+(\/.*)$/.exec(line);
      if (found === null) return [];
      const [, device = '', total, used, available, mount = ''] = found;
      return [{ device, mount, total: numberOf(total), used: numberOf(used), available: numberOf(available) }];
    });

const percent = (part: number, whole: number): number => (whole <= 0 ? 0 : Math.round((part / whole) * 1000) / 10);
