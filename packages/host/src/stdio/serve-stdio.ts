import { activeProfile, localCaller } from '../caller.ts';
import type { Flags } from '../flags.ts';
import type { HostSpec } from '../host-spec.ts';
import { releaseMemorySoon } from '../release-memory.ts';
import { recordServing } from '../serving-events.ts';
import { listenForStop } from '../stop.ts';
import type { Surroundings } from '../surroundings.ts';
import { withParts } from '../with-parts.ts';
import { claimStdout } from './claim-stdout.ts';

// Shorter than the half minute after which supervisors kill; people press Ctrl-C again.
const graceMs = 25_000;

const forPerson =
  'Serving one MCP client on stdin and stdout. Clients that have a URL need: serve --http. What else there is: --help. Ctrl-C ends it.\n';

/** Serves one client on stdin and stdout until either side ends. Nothing but protocol frames reaches stdout. */
export const serveStdio = async ({
  spec,
  surroundings,
  flags,
}: {
  spec: HostSpec;
  surroundings: Surroundings;
  flags: Flags;
}): Promise<void> => {
  const { frames, release } = claimStdout(surroundings);
  try {
    await withParts({
      spec,
      surroundings,
      flags,
      logLevel: 'warn',
      work: async (parts) => {
        const composition = await parts.composition();
        const { profiles } = await parts.config();
        const profile = activeProfile({ flags, profiles: composition.profiles.keys(), byDefault: profiles.default });
        const caller = localCaller({ user: surroundings.user, profile, transport: 'stdio' });
        const connection = await composition.serveStdio({ caller, stdin: surroundings.stdin, stdout: frames, graceMs });
        const stopped = recordServing({
          audit: composition.audit,
          parts,
          details: { version: spec.version, transport: 'stdio', profile },
        });
        const stopping = listenForStop({ surroundings, log: parts.log });
        parts.log.info({ profile, tools: composition.registry.entries.length }, 'serving stdio');
        // Who typed the command sees nothing else, and only a client speaks what is expected now.
        if (surroundings.stdin.isTTY === true) surroundings.stderr.write(forPerson);
        releaseMemorySoon();
        await Promise.race([connection.closed, stopping.asked]);
        await connection.close({ graceMs });
        await stopped();
        stopping.release();
      },
    });
  } finally {
    release();
  }
};
