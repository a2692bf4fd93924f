import { request as sendRequest } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { HostCall } from '../../client/hosts.ts';
import type { HostsReader } from '../../client/hosts-reader.ts';
import type { Deployment } from '../settings.ts';

const longestAnswerMs = 5_000;
/** What the last question has at least, so that it tells about the service and not about the clock. */
const shortestAnswerMs = 1_000;

export const healthFacts = z.object({
  healthy: z.boolean(),
  checks: z.int().describe('How often it was asked.'),
  last: z.string().describe('A status, or why there was none.'),
});
export type HealthFacts = z.output<typeof healthFacts>;

export interface HealthCall extends HostCall {
  readonly reader: Pick<HostsReader, 'forward'>;
  readonly health: Deployment['health'];
  readonly port: number;
}

/** Asks a service until it answered well often enough in a row, or the time is up. A lost connection to its host is thrown. */
export const waitForHealth = async (call: HealthCall): Promise<HealthFacts> => {
  const { health, signal } = call;
  const endsAt = performance.now() + health.timeout_s * 1_000;
  let row = 0;
  let last = 'not asked';
  for (let checks = 1; ; checks += 1) {
    const leftMs = endsAt - performance.now();
    // oxlint-disable-next-line no-await-in-loop -- one question after the other
    last = await askOnce({ ...call, timeoutMs: Math.min(Math.max(leftMs, shortestAnswerMs), longestAnswerMs) });
    row = last === String(health.status) ? row + 1 : 0;
    if (row >= health.successes) return { healthy: true, checks, last };
    if (performance.now() + health.interval_s * 1_000 >= endsAt) return { healthy: false, checks, last };
    // oxlint-disable-next-line no-await-in-loop -- the same
    await sleep(health.interval_s * 1_000, undefined, { signal });
  }
};

/** The status that a service answers with now, or a word that says why there is none. */
export const askOnce = async ({
  reader,
  health,
  port,
  timeoutMs = longestAnswerMs,
  ...call
}: HealthCall & { timeoutMs?: number }): Promise<string> => {
  const signal = AbortSignal.any([call.signal, AbortSignal.timeout(Math.ceil(timeoutMs))]);
  let stream: Duplex | undefined;
  try {
    stream = await reader.forward({ ...call, address: '127.0.0.1', port, signal });
    // What goes wrong with it is seen by the request; without a listener it would end the process.
    stream.on('error', () => undefined);
    return String(await statusOf({ stream, health, signal }));
  } catch (error) {
    call.signal.throwIfAborted();
    if (LineclearError.is(error) && error.details?.['reason'] === 'connection_lost') throw error;
    if (LineclearError.is(error)) return String(error.details?.['reason'] ?? error.code);
    return signal.aborted ? 'no_answer_in_time' : 'no_http_answer';
  } finally {
    stream?.destroy();
  }
};

const statusOf = async ({
  stream,
  health,
  signal,
}: {
  stream: Duplex;
  health: Deployment['health'];
  signal: AbortSignal;
}): Promise<number> => {
  const sent = sendRequest({
    createConnection: () => stream,
    method: 'GET',
    path: health.path,
    headers: { host: 'localhost', 'user-agent': 'lineclear', connection: 'close' },
    signal,
  });
  sent.end();
  return new Promise((resolve, reject) => {
    sent.once('response', (answer) => {
      answer.destroy();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.once('close', () => reject(new Error('closed')));
  });
};
