import { LineclearError } from '@lineclear/core/plugin';
import type { Settings } from '../settings.ts';
import { type Program, programVersion } from './programs.ts';

/** Refuses programs that are older than the server: they would not understand all of it. Yields their major versions. */
export const checkPrograms = async ({
  wanted,
  programs,
  serverVersion,
  signal,
}: {
  wanted: readonly Program[];
  programs: Settings['programs'];
  /** Such as 150018. */
  serverVersion: number;
  signal: AbortSignal;
}): Promise<Readonly<Record<string, number>>> => {
  const needed = Math.floor(serverVersion / 10_000);
  const versions = await Promise.all(
    wanted.map(async (program) => [program, await programVersion({ program, programs, signal })] as const),
  );
  const old = versions.find(([, version]) => !(version >= needed));
  if (old === undefined) return Object.fromEntries(versions);
  throw new LineclearError('unsupported', `${old[0]} is of PostgreSQL ${old[1]}, and the server of ${needed}.`, {
    hint: `Install the client programs of PostgreSQL ${needed}, and name the path in programs.${old[0]} of the profile.`,
    details: { reason: 'program_version' },
    effect: 'none',
  });
};
