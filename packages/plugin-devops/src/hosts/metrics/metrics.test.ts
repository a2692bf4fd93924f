import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { allCommands, localCommands, readFileSystems } from './file-systems.ts';
import { sampleCommand } from './proc-files.ts';
import { ratesBetween } from './rates.ts';
import { readSample } from './sample.ts';

const run = async ([program = '', ...args]: readonly string[]) => (await promisify(execFile)(program, args)).stdout;

const procText = ({
  uptime,
  cpu,
  disk,
  net,
}: {
  uptime: string;
  cpu: string;
  disk: string;
  net: string;
}) => `/proc/uptime:${uptime} 99.00
/proc/loadavg:0.50 1.25 2.00 3/250 4711
/proc/meminfo:MemTotal:        1000 kB
/proc/meminfo:MemAvailable:     400 kB
/proc/meminfo:SwapTotal:        100 kB
/proc/meminfo:SwapFree:          60 kB
/proc/stat:cpu  ${cpu}
/proc/stat:cpu0 1 2 3 4 5 6 7 8 9 10
/proc/stat:cpu1 1 2 3 4 5 6 7 8 9 10
/proc/stat:intr 12345
/proc/diskstats: 259       0 nvme0n1 ${disk}
/proc/diskstats: 259       1 nvme0n1p1 1 2 3 4 5 6 7 8 9 10 11
/proc/diskstats:   7       0 loop0 1 2 3 4 5 6 7 8 9 10 11
/proc/net/dev:Inter-|   Receive                                                |  Transmit
/proc/net/dev: face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
/proc/net/dev:  eth0: ${net}
`;

test('reads counters and computes what happens in a second', () => {
  const first = readSample(
    procText({
      uptime: '100.00',
      cpu: '100 0 100 1000 50 0 0 0 0 0',
      disk: '0 0 100 0 0 0 200 0 0 1000 0',
      net: '1000 1 1 2 0 0 0 0 5000 1 3 4 0 0 0 0',
    }),
  );
  const second = readSample(
    procText({
      uptime: '100.50',
      cpu: '120 0 110 1050 70 0 0 0 0 0',
      disk: '0 0 300 0 0 0 200 0 0 1250 0',
      net: '3000 1 1 2 0 0 0 0 5500 1 3 4 0 0 0 0',
    }),
  );
  if (first === undefined || second === undefined) throw new Error('not read');
  expect(second).toMatchObject({
    load: { one: 0.5, five: 1.25, fifteen: 2 },
    runningProcesses: 3,
    processes: 250,
    processors: 2,
    memoryBytes: { total: 1_024_000, available: 409_600, swapTotal: 102_400, swapFree: 61_440 },
  });
  expect([...second.disks.keys()]).toEqual(['nvme0n1']);
  expect(ratesBetween({ first, second })).toEqual({
    intervalMs: 500,
    cpuPercent: { busy: 30, user: 20, system: 10, io_wait: 20, steal: 0 },
    disks: [{ device: 'nvme0n1', read_bytes_per_s: 204_800, written_bytes_per_s: 0, busy_percent: 50 }],
    interfaces: [{ name: 'eth0', received_bytes_per_s: 4_000, sent_bytes_per_s: 1_000, errors: 4, drops: 6 }],
  });
});

test('is not misled by a counter that began anew', () => {
  const first = readSample(
    procText({
      uptime: '100.00',
      cpu: '900 0 0 0 0 0 0 0 0 0',
      disk: '0 0 900 0 0 0 0 0 0 0 0',
      net: '9 0 0 0 0 0 0 0 9 0 0 0 0 0 0 0',
    }),
  );
  const second = readSample(
    procText({
      uptime: '101.00',
      cpu: '1000 0 0 0 0 0 0 0 0 0',
      disk: '0 0 0 0 0 0 0 0 0 0 0',
      net: '0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0',
    }),
  );
  if (first === undefined || second === undefined) throw new Error('not read');
  expect(ratesBetween({ first, second })).toMatchObject({
    disks: [{ read_bytes_per_s: 0 }],
    interfaces: [{ received_bytes_per_s: 0, sent_bytes_per_s: 0 }],
  });
});

test('says that it is no such machine where /proc says nothing', () => {
  expect(readSample('')).toBe(undefined);
});

test('reads this machine', async () => {
  const sample = readSample(await run(sampleCommand));
  expect(sample?.processors).toBeGreaterThan(0);
  expect(sample?.memoryBytes.total).toBeGreaterThan(sample?.memoryBytes.available ?? 0);
  expect(sample?.interfaces.has('lo')).toBe(true);
  for (const { sizes, inodes } of [localCommands, allCommands]) {
    const systems = readFileSystems({ sizes: await run(sizes), inodes: await run(inodes) });
    expect(systems.find(({ mount }) => mount === '/')).toMatchObject({
      used_percent: expect.any(Number),
      size_bytes: expect.any(Number),
    });
  }
});

test('reads file systems, fullest first, and leaves out what is no disk', () => {
  const sizes = `Filesystem     1024-blocks      Used Available Capacity Mounted on
udev               1000000         0   1000000       0% /dev
/dev/sda1          1000            800       100      89% /
/dev/sdb1          1000            950        50      95% /srv/my data
tmpfs              1000              0      1000       0% /run
`;
  const inodes = `Filesystem     Inodes IUsed IFree IUse% Mounted on
/dev/sda1         100    90    10   90% /
/dev/sdb1           0     0     0     - /srv/my data
`;
  expect(readFileSystems({ sizes, inodes })).toEqual([
    {
      mount: '/srv/my data',
      device: '/dev/sdb1',
      size_bytes: 1_024_000,
      available_bytes: 51_200,
      used_percent: 95,
      inodes_used_percent: null,
    },
    {
      mount: '/',
      device: '/dev/sda1',
      size_bytes: 1_024_000,
      available_bytes: 102_400,
      used_percent: 88.9,
      inodes_used_percent: 90,
    },
  ]);
});
