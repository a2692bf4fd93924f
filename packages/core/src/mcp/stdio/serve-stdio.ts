import type { Readable, Writable } from 'node:stream';
import { serveStdio as serveConnection } from '@modelcontextprotocol/server/stdio';
import type { CallPath } from '../../calls/path.ts';
import type { Caller } from '../../calls/types.ts';
import type { Log } from '../../plugin/context.ts';
import type { AskTimes } from '../asking.ts';
import { withListChanges } from '../list-changes.ts';
import { createServerFactory } from '../server-factory.ts';
import { FastCalls } from './fast-calls.ts';
import { LineTransport } from './line-transport.ts';

export interface ServeStdioOptions {
  readonly path: CallPath;
  readonly caller: Caller;
  readonly logger: Log;
  readonly stdin?: Readable;
  readonly stdout?: Writable;
  /** How long calls may run on after the input ended; 10 s when absent. */
  readonly graceMs?: number;
  /** 4 MiB when absent, as over HTTP. */
  readonly maxLineBytes?: number;
  readonly askTimes?: Partial<AskTimes>;
  /** False sends everything through the SDK; for comparison. */
  readonly fastLane?: boolean;
}
export interface StdioConnection {
  /** Resolves when the connection is over, whoever ended it. */
  readonly closed: Promise<void>;
  /** Takes no more input, lets calls finish within the grace, then closes. */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}

const mebibyte = 1 << 20;

/** Serves one client of either protocol era on stdin and stdout, until one of them ends. */
export const serveStdio = (options: ServeStdioOptions): StdioConnection => {
  const { path, caller, logger, askTimes, stdin = process.stdin, stdout = process.stdout, graceMs = 10_000 } = options;
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const transport = new LineTransport({
    stdin,
    stdout,
    maxLineBytes: options.maxLineBytes ?? 4 * mebibyte,
    maxUnsentBytes: 16 * mebibyte,
  });
  if (options.fastLane !== false) {
    const write = (text: string): void => transport.write(text);
    transport.lane = new FastCalls({ path, caller, logger, inFlight: transport.inFlight, write });
  }
  const factory = createServerFactory({
    path,
    callerOf: () => caller,
    logger,
    ...(askTimes === undefined ? {} : { askTimes }),
  });
  const connection = serveConnection(withListChanges({ factory, path }), {
    transport,
    onerror: (error) => logger.debug({ error: error.message }, 'stdio'),
  });
  const end = async (waitMs: number): Promise<void> => {
    transport.stopReading();
    await transport.inFlight.drained(waitMs);
    await connection.close();
    resolve();
  };
  transport.onend = (reason) => {
    // Without an output nobody can be answered; what already executes goes on in core, under its own deadline.
    void end(reason === 'input' ? graceMs : 0);
  };
  return {
    closed,
    close: async (limit) => {
      await end(limit?.graceMs ?? graceMs);
      await closed;
    },
  };
};
