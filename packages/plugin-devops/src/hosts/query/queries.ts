import { columnRows, countedRows, pairRows, type Row, textRows } from './rows.ts';

/** What varies in a question; everything else of it is fixed. */
export interface Parameters {
  readonly by: 'cpu' | 'memory';
  readonly name: string;
}

export interface HostQuery {
  readonly argv: (parameters: Parameters) => readonly string[];
  readonly rows: (text: string, parameters: Parameters) => readonly Row[];
  /** Statuses that answer, beside 0. */
  readonly answers?: readonly number[];
  /** Where a list is too long, its end is what is wanted. */
  readonly fromEnd?: true;
}

const df = {
  columns: ['filesystem', 'size', 'used', 'free', 'used_percent', 'mount'],
  amounts: ['size', 'used', 'free'],
  skip: 1,
} as const;
const ps = {
  columns: ['pid', 'parent', 'user', 'state', 'cpu_percent', 'memory_percent', 'resident_kb', 'running', 'command'],
  amounts: ['pid', 'parent', 'cpu_percent', 'memory_percent', 'resident_kb'],
  skip: 1,
} as const;
const listening = {
  columns: ['protocol', 'state', 'waiting', 'backlog', 'address', 'peer'],
  amounts: ['waiting', 'backlog'],
} as const;

/** Every question, with the fixed program that answers it. A new program also stands in commands.ts. */
export const queries = {
  uptime: { argv: () => ['uptime'], rows: textRows },
  disk: { argv: () => ['df', '-P', '-k'], rows: (text) => columnRows({ text, ...df }) },
  inodes: { argv: () => ['df', '-P', '-i'], rows: (text) => columnRows({ text, ...df }) },
  memory: { argv: () => ['cat', '/proc/meminfo'], rows: (text) => pairRows({ text, separator: ':' }) },
  processes: {
    argv: () => ['ps', '-eo', 'pid,ppid,user,stat,pcpu,pmem,rss,etime,args'],
    rows: (text, { by }) => {
      const measure = by === 'cpu' ? 'cpu_percent' : 'memory_percent';
      return columnRows({ text, ...ps }).toSorted((one, other) => Number(other[measure] ?? 0) - Number(one[measure] ?? 0));
    },
  },
  listening_ports: {
    argv: () => ['ss', '-H', '-tuln'],
    rows: (text) => columnRows({ text, ...listening }),
  },
  connections: {
    argv: () => ['ss', '-H', '-tan'],
    rows: (text) =>
      countedRows({ rows: columnRows({ text, columns: ['state', 'received', 'sent', 'address', 'peer'] }), column: 'state' }),
  },
  os_release: { argv: () => ['cat', '/etc/os-release'], rows: (text) => pairRows({ text, separator: '=' }) },
  failed_units: {
    argv: () => ['systemctl', 'list-units', '--state=failed', '--plain', '--no-legend', '--no-pager'],
    rows: (text) => columnRows({ text, columns: ['unit', 'load', 'active', 'state', 'description'] }),
  },
  mounts: {
    argv: () => ['cat', '/proc/mounts'],
    rows: (text) => columnRows({ text, columns: ['device', 'mount', 'type', 'options', 'dump'] }),
  },
  dns: {
    argv: ({ name }) => ['getent', 'ahosts', name],
    rows: (text) => columnRows({ text, columns: ['address', 'socket'] }),
    // No such name: an empty list.
    answers: [2],
  },
  who: { argv: () => ['who'], rows: textRows },
  kernel_log: { argv: () => ['dmesg', '--kernel'], rows: textRows, fromEnd: true },
  time: { argv: () => ['date', '-u', '+%Y-%m-%dT%H:%M:%SZ'], rows: textRows },
} satisfies Record<string, HostQuery>;

export type QueryName = keyof typeof queries;
