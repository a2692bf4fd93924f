import type { Sample } from './sample.ts';

/** What happened between two samples. */
export interface Rates {
  readonly intervalMs: number;
  readonly cpuPercent: {
    readonly busy: number;
    readonly user: number;
    readonly system: number;
    readonly io_wait: number;
    readonly steal: number;
  };
  readonly disks: readonly {
    readonly device: string;
    readonly read_bytes_per_s: number;
    readonly written_bytes_per_s: number;
    readonly busy_percent: number;
  }[];
  readonly interfaces: readonly {
    readonly name: string;
    readonly received_bytes_per_s: number;
    readonly sent_bytes_per_s: number;
    /** Since the interface is up, received and sent together. */
    readonly errors: number;
    readonly drops: number;
  }[];
}

/** Rates of the time between two samples of one machine; zeros where a counter began anew meanwhile. */
export const ratesBetween = ({ first, second }: { first: Sample; second: Sample }): Rates => {
  const seconds = Math.max(0.01, second.uptimeS - first.uptimeS);
  const ticks = Math.max(1, second.cpu.total - first.cpu.total);
  const share = (name: 'user' | 'system' | 'ioWait' | 'steal' | 'idle'): number =>
    tenths((grown(first.cpu[name], second.cpu[name]) / ticks) * 100);
  const perSecond = (before: number | undefined, after: number): number => Math.round(grown(before ?? after, after) / seconds);
  return {
    intervalMs: Math.round(seconds * 1000),
    cpuPercent: {
      busy: tenths(Math.max(0, 100 - share('idle') - share('ioWait'))),
      user: share('user'),
      system: share('system'),
      io_wait: share('ioWait'),
      steal: share('steal'),
    },
    disks: [...second.disks].map(([device, after]) => {
      const before = first.disks.get(device);
      return {
        device,
        read_bytes_per_s: perSecond(before?.readBytes, after.readBytes),
        written_bytes_per_s: perSecond(before?.writtenBytes, after.writtenBytes),
        busy_percent: tenths(Math.min(100, perSecond(before?.busyMs, after.busyMs) / 10)),
      };
    }),
    interfaces: [...second.interfaces].map(([name, after]) => {
      const before = first.interfaces.get(name);
      return {
        name,
        received_bytes_per_s: perSecond(before?.receivedBytes, after.receivedBytes),
        sent_bytes_per_s: perSecond(before?.sentBytes, after.sentBytes),
        errors: after.errors,
        drops: after.drops,
      };
    }),
  };
};

const grown = (before: number, after: number): number => Math.max(0, after - before);

const tenths = (value: number): number => Math.round(value * 10) / 10;
