import type { ImageRecord } from './records.ts';

export interface SizeRecord {
  readonly slug: string;
  readonly memoryMb: number;
  readonly vcpus: number;
  readonly diskGb: number;
  readonly transferTb: number;
  readonly monthlyUsd: number;
  readonly regions: readonly string[];
}

const everywhere = ['nyc3', 'ams3', 'fra1'];

/** What can be rented; the prices are those of a simulation. */
export const sizes: readonly SizeRecord[] = [
  { slug: 's-1vcpu-1gb', memoryMb: 1024, vcpus: 1, diskGb: 25, transferTb: 1, monthlyUsd: 6, regions: everywhere },
  { slug: 's-1vcpu-2gb', memoryMb: 2048, vcpus: 1, diskGb: 50, transferTb: 2, monthlyUsd: 12, regions: everywhere },
  { slug: 's-2vcpu-2gb', memoryMb: 2048, vcpus: 2, diskGb: 60, transferTb: 3, monthlyUsd: 18, regions: everywhere },
  { slug: 's-2vcpu-4gb', memoryMb: 4096, vcpus: 2, diskGb: 80, transferTb: 4, monthlyUsd: 24, regions: everywhere },
  { slug: 'c-4', memoryMb: 8192, vcpus: 4, diskGb: 50, transferTb: 5, monthlyUsd: 84, regions: ['nyc3'] },
];

export interface RegionRecord {
  readonly slug: string;
  readonly name: string;
  readonly available: boolean;
}

export const regions: readonly RegionRecord[] = [
  { slug: 'nyc3', name: 'New York 3', available: true },
  { slug: 'ams3', name: 'Amsterdam 3', available: true },
  { slug: 'fra1', name: 'Frankfurt 1', available: true },
  { slug: 'sfo1', name: 'San Francisco 1', available: false },
];

/** The images that everybody has. */
export const baseImages: readonly ImageRecord[] = [
  { id: 1001, name: '24.04 (LTS) x64', distribution: 'Ubuntu', slug: 'ubuntu-24-04-x64' },
  { id: 1002, name: '12 x64', distribution: 'Debian', slug: 'debian-12-x64' },
].map((image) => ({
  ...image,
  type: 'base' as const,
  regions: everywhere,
  createdAtMs: Date.UTC(2026, 0, 5),
  minDiskGb: 7,
  sizeGb: 2.36,
  dropletId: undefined,
}));
