import type { HttpLoad } from '../load/http-load.ts';
import type { Pace } from '../pace.ts';
import type { Server } from '../processes/start-server.ts';
import { inTurns } from './in-turns.ts';

/** A server and the connections that load it. */
export interface LoadedServer {
  readonly server: Server;
  readonly load: HttpLoad;
}

/** What one turn of a server came to. */
export interface Turn {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** The server's processor time per request. */
  readonly cpuMicros: number;
}

/** Warms every server up, then loads them in turns. */
export const compareHttp = async <Name extends string>({
  subjects,
  pace,
}: {
  subjects: Readonly<Record<Name, LoadedServer>>;
  pace: Pace;
}): Promise<(name: Name) => readonly Turn[]> => {
  for (const { load } of Object.values<LoadedServer>(subjects)) await load.run(pace.warmUpMs);
  return inTurns({
    subjects,
    rounds: pace.rounds,
    measure: async ({ server, load }: LoadedServer): Promise<Turn> => {
      const before = await server.usage();
      const { requests, ...slice } = await load.run(pace.sliceMs);
      return { ...slice, cpuMicros: ((await server.usage()) - before) / requests };
    },
  });
};
