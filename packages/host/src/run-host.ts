import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { main } from './cli/main.ts';
import type { HostSpec } from './host-spec.ts';
import { processSurroundings } from './surroundings.ts';

/** Runs an app: reads the command line, does what it asks, and ends the process with the documented exit code. */
export const runHost = async (spec: HostSpec): Promise<never> => {
  // Whoever reads may leave first, as `head` does; what is left to say then is lost on purpose.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  const exitCode = await main({ spec, surroundings: processSurroundings() });
  // Ending the process cuts what a pipe has not taken yet.
  await Promise.all(
    [process.stdout, process.stderr].map((stream) => new Promise<void>((resolve) => stream.write('', () => resolve()))),
  );
  return process.exit(exitCode);
};

/** The version in a package.json. */
export const packageVersion = (manifest: URL): string =>
  z.object({ version: z.string() }).parse(JSON.parse(readFileSync(manifest, 'utf8'))).version;
