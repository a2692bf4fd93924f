import { linesByFile, numberOf, wordsOf } from './proc-files.ts';

/** Counters of the whole machine in ticks, all processors together. */
export interface CpuTicks {
  readonly user: number;
  readonly system: number;
  readonly ioWait: number;
  readonly steal: number;
  readonly total: number;
  readonly idle: number;
}

export interface DiskCounters {
  readonly readBytes: number;
  readonly writtenBytes: number;
  /** How long something was under way. */
  readonly busyMs: number;
}

export interface InterfaceCounters {
  readonly receivedBytes: number;
  readonly sentBytes: number;
  readonly errors: number;
  readonly drops: number;
}

/** What /proc said at one moment. */
export interface Sample {
  /** Since the machine started, in seconds; the clock of all rates. */
  readonly uptimeS: number;
  readonly load: { readonly one: number; readonly five: number; readonly fifteen: number };
  readonly runningProcesses: number;
  readonly processes: number;
  readonly memoryBytes: {
    readonly total: number;
    readonly available: number;
    readonly swapTotal: number;
    readonly swapFree: number;
  };
  readonly processors: number;
  readonly cpu: CpuTicks;
  readonly disks: ReadonlyMap<string, DiskCounters>;
  readonly interfaces: ReadonlyMap<string, InterfaceCounters>;
}

/** Reads what the sample command printed; undefined where it is not a Linux that shows these files. */
export const readSample = (printed: string): Sample | undefined => {
  const files = linesByFile(printed);
  const linesOf = (file: string): readonly string[] => files.get(file) ?? [];
  const [uptime] = linesOf('/proc/uptime');
  const [total] = linesOf('/proc/stat').filter((line) => line.startsWith('cpu '));
  if (uptime === undefined || total === undefined) return undefined;
  const [one, five, fifteen, tasks = ''] = wordsOf(linesOf('/proc/loadavg')[0] ?? '');
  const [running, all] = tasks.split('/');
  return {
    uptimeS: numberOf(wordsOf(uptime)[0]),
    load: { one: numberOf(one), five: numberOf(five), fifteen: numberOf(fifteen) },
    runningProcesses: numberOf(running),
    processes: numberOf(all),
    memoryBytes: memoryOf(linesOf('/proc/meminfo')),
    processors: linesOf('/proc/stat').filter((line) => /^cpu\d/.test(line)).length,
    cpu: ticksOf(total),
    disks: new Map(linesOf('/proc/diskstats').flatMap(disk)),
    interfaces: new Map(linesOf('/proc/net/dev').flatMap(networkInterface)),
  };
};

const memoryOf = (lines: readonly string[]): Sample['memoryBytes'] => {
  const kibibytes = new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), numberOf(wordsOf(line)[1])]));
  const bytes = (name: string): number => (kibibytes.get(name) ?? 0) * 1024;
  return {
    total: bytes('MemTotal'),
    // Before Linux 3.14 there is no estimate; this is what people computed then.
    available: kibibytes.has('MemAvailable') ? bytes('MemAvailable') : bytes('MemFree') + bytes('Buffers') + bytes('Cached'),
    swapTotal: bytes('SwapTotal'),
    swapFree: bytes('SwapFree'),
  };
};

// cpu user nice system idle iowait irq softirq steal …: the two columns of guests are in user and nice already.
const ticksOf = (line: string): CpuTicks => {
  const [user = 0, nice = 0, system = 0, idle = 0, ioWait = 0, irq = 0, softIrq = 0, steal = 0] = wordsOf(line)
    .slice(1)
    .map(numberOf);
  return {
    user: user + nice,
    system: system + irq + softIrq,
    idle,
    ioWait,
    steal,
    total: user + nice + system + idle + ioWait + irq + softIrq + steal,
  };
};

const wholeDisk = /^(?:sd[a-z]+|vd[a-z]+|xvd[a-z]+|nvme\d+n\d+|mmcblk\d+|dm-\d+|md\d+)$/;
/** The unit of /proc/diskstats, whatever the disk's own is. */
const sectorBytes = 512;

const disk = (line: string): readonly [string, DiskCounters][] => {
  const words = wordsOf(line);
  const name = words[2] ?? '';
  if (!wholeDisk.test(name)) return [];
  const counter = (column: number): number => numberOf(words[column]);
  return [[name, { readBytes: counter(5) * sectorBytes, writtenBytes: counter(9) * sectorBytes, busyMs: counter(12) }]];
};

const networkInterface = (line: string): readonly [string, InterfaceCounters][] => {
  const end = line.lastIndexOf(':');
  if (end === -1) return [];
  const counters = wordsOf(line.slice(end + 1)).map(numberOf);
  const [received = 0, , receiveErrors = 0, receiveDrops = 0, , , , , sent = 0, , sendErrors = 0, sendDrops = 0] = counters;
  return [
    [
      line.slice(0, end).trim(),
      { receivedBytes: received, sentBytes: sent, errors: receiveErrors + sendErrors, drops: receiveDrops + sendDrops },
    ],
  ];
};
