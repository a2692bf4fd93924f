import { readFileSync } from 'node:fs';
import { arch, cpus, loadavg, totalmem, type as systemType } from 'node:os';
import * as z from 'zod';

/** What the figures were measured on; nothing that tells whose machine it is. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly memory: string;
  readonly system: string;
  readonly node: string;
  /** Of the last minute, before the run: others on the machine make every figure worse. */
  readonly load: number;
  /** The versions that were compared. */
  readonly compared: Readonly<Record<string, string>>;
}

export const describeMachine = (): Machine => ({
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
  system: `${systemType()} ${arch()}`,
  node: process.versions.node,
  load: loadavg()[0] ?? 0,
  compared: Object.fromEntries(packages.map((name) => [name, versionOf(name)])),
});

const packages = ['@modelcontextprotocol/server', '@modelcontextprotocol/node', 'tmcp', '@tmcp/transport-http', 'zod'];

const Manifest = z.object({ version: z.string() });

const versionOf = (name: string): string => {
  const manifest = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  return Manifest.parse(JSON.parse(readFileSync(manifest, 'utf8'))).version;
};
