import { LineclearError, mapConcurrently } from '@lineclear/core/plugin';
import type { KubernetesReader } from '../../client/kubernetes-reader.ts';
import { after, type LogLine, splitLog, toLine } from './log-lines.ts';

/** One container of one pod. */
export interface LogSource {
  readonly pod: string;
  readonly container: string;
  /** How it is: `running`, `waiting: ContainerCreating`. */
  readonly state: string;
}

export interface LogQuery {
  readonly context: string;
  readonly namespace: string;
  readonly sinceS?: number | undefined;
  /** A time that lines have to be later than. */
  readonly since?: string | undefined;
  /** The last lines of each container. */
  readonly tail: number;
  /** Of the container before it was started again. */
  readonly previous: boolean;
  /** The newest lines of each that are kept; all where every line is searched. */
  readonly keep: number | undefined;
}

export interface ReadLog extends LogSource {
  readonly lines: readonly LogLine[];
  /** Lines that were read and not kept. */
  readonly older: number;
  /** There were more lines or bytes than were asked for. */
  readonly isCut: boolean;
  /** Why there is nothing: the container has not started, or the pod is gone. */
  readonly failure?: LineclearError;
}

/** Requests at a time: the client has 64 connections to the server, and other calls need some of them. */
const concurrency = 32;
/** What one container and all of them together may send. */
const mostBytesEach = 256 << 10;
const mostBytes = 16 << 20;

/** The logs of many containers at once, each bounded; one that cannot be read says why and keeps nobody from the others. */
export const readLogs = async ({
  reader,
  sources,
  query,
  onRead,
  signal,
}: {
  reader: KubernetesReader;
  sources: readonly LogSource[];
  query: LogQuery;
  onRead: () => void;
  signal: AbortSignal;
}): Promise<readonly ReadLog[]> => {
  const bytesEach = Math.min(mostBytesEach, Math.floor(mostBytes / Math.max(1, sources.length)));
  return mapConcurrently({
    items: sources,
    concurrency,
    run: async (source) => {
      try {
        return { ...source, ...(await readLog({ reader, source, query, bytesEach, signal })) };
      } catch (error) {
        if (!LineclearError.is(error) || signal.aborted) throw error;
        return { ...source, lines: [], older: 0, isCut: false, failure: error };
      } finally {
        onRead();
      }
    },
  });
};

interface LogRequest {
  readonly reader: KubernetesReader;
  readonly source: LogSource;
  readonly query: LogQuery;
  readonly bytesEach: number;
  readonly signal: AbortSignal;
}

/** Times that fewer lines are asked for, where the bytes run out before the newest line. */
const mostRounds = 4;

// The server counts bytes from the oldest of the wanted lines on, so that a limit takes away the newest ones.
const readLog = async ({ query, bytesEach, ...request }: LogRequest): Promise<Pick<ReadLog, 'lines' | 'older' | 'isCut'>> => {
  let { tail } = query;
  for (let round = 1; ; round += 1) {
    // oxlint-disable-next-line no-await-in-loop -- how many lines fit is known by asking
    const bytes = await askFor({ ...request, query: { ...query, tail }, bytesEach });
    const isFull = bytes.length >= bytesEach;
    if (isBinary(bytes)) return { lines: [binaryLine(bytes.length)], older: 0, isCut: isFull };
    const read = splitLog(new TextDecoder().decode(bytes));
    if (!isFull || tail === 1 || round === mostRounds) {
      const lines = after({ lines: read.slice(-(query.keep ?? read.length)).map(toLine), since: query.since });
      const older = Math.max(0, read.length - (query.keep ?? read.length));
      return { lines, older, isCut: isFull || tail < query.tail || read.length >= tail };
    }
    tail = Math.max(1, Math.floor(read.length * 0.75 ** round));
  }
};

const askFor = async ({
  reader,
  source: { pod, container },
  query: { context, namespace, sinceS, since, tail, previous },
  bytesEach,
  signal,
}: LogRequest): Promise<Uint8Array> => {
  const { answer } = await reader.ask({
    method: 'get',
    context,
    namespace,
    kind: 'Pod',
    apiVersion: 'v1',
    name: pod,
    subresource: 'log',
    size: 'small',
    query: {
      container,
      timestamps: true,
      tailLines: tail,
      limitBytes: bytesEach,
      ...(previous ? { previous } : {}),
      ...(sinceS === undefined ? {} : { sinceSeconds: sinceS }),
      ...(since === undefined ? {} : { sinceTime: wholeSecond(since) }),
    },
    headers: { accept: 'text/plain, application/json' },
    signal,
  });
  return answer.bytes();
};

// Servers take whole seconds; what is left of the second is dropped here.
const wholeSecond = (time: string): string =>
  new Date(Math.floor(Date.parse(time) / 1_000) * 1_000).toISOString().replace('.000', '');

// A NUL is in no text; the beginning tells.
const isBinary = (bytes: Uint8Array): boolean => bytes.subarray(0, 8_192).includes(0);

const binaryLine = (size: number): LogLine => ({ at: '', seconds: 0, nanos: 0, text: `[binary, ${size} bytes]` });
