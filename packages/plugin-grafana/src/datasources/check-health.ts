import { LineclearError, path } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { GrafanaReader } from '../client/grafana-reader.ts';
import type { Datasource } from './datasource.ts';
import { withShownAddresses } from './shown-address.ts';

const health = z.object({ status: z.string().optional(), message: z.string().optional() });

export interface Health {
  readonly status: 'ok' | 'error' | 'unsupported';
  /** In the words of the server, cut. */
  readonly message: string;
  /** The code of the error where there was no answer. */
  readonly code?: string;
}

/** Asks whether one datasource answers. Never throws for a datasource that does not; only for a caller that leaves. */
export const checkHealth = async ({
  reader,
  datasource,
  signal,
}: {
  reader: GrafanaReader;
  datasource: Datasource;
  signal: AbortSignal;
}): Promise<Health> => {
  try {
    if (datasource.origin === 'profile') return await askServer({ reader, datasource, ways: readiness, signal });
    const asked = path`/api/datasources/uid/${datasource.uid}/health`;
    // An error of the datasource is an answer of Grafana: 400 with the same fields.
    const answer = await reader.grafana.get(asked, { accept: [400, 404, 501], timeoutMs, signal }).catch(orNoBackend);
    if (answer === undefined || answer.status === 404 || answer.status === 501)
      return await withoutCheck({ reader, datasource, signal });
    const { status, message = '' } = answer.json(health);
    return { status: answer.status === 200 && status !== 'ERROR' ? 'ok' : 'error', message: cut(message) };
  } catch (error) {
    signal.throwIfAborted();
    if (!LineclearError.is(error)) throw error;
    return { status: 'error', code: error.code, message: error.message };
  }
};

/** Grafana has no part in the server for some types, Alertmanager's among them, and fails then in place of saying so. */
const orNoBackend = (error: unknown): undefined => {
  if (LineclearError.is(error) && error.details?.['reason'] === 'plugin.unavailable') return undefined;
  throw error;
};

/** Of the types without a check, those that are known are asked a cheap question, which says as much. */
const withoutCheck = async (given: Parameters<typeof checkHealth>[0]): Promise<Health> =>
  Object.hasOwn(questions, given.datasource.type)
    ? askServer({ ...given, ways: questions })
    : { status: 'unsupported', message: 'This type of datasource has no health check.' };

const askServer = async ({
  ways,
  ...given
}: Parameters<typeof checkHealth>[0] & { ways: Readonly<Record<string, readonly string[]>> }): Promise<Health> => {
  const [usual = '/', other] = ways[given.datasource.type] ?? [];
  const ask = async (below: string): Promise<Health> => {
    await given.reader.target(given.datasource).get(below, { timeoutMs, signal: given.signal });
    return { status: 'ok', message: `${below} answers.` };
  };
  try {
    return await ask(usual);
  } catch (error) {
    if (other === undefined || !LineclearError.is(error) || error.code !== 'not_found') throw error;
    return ask(other);
  }
};

const readiness = { prometheus: ['/-/ready'], alertmanager: ['/api/v2/status'], loki: ['/ready'] } as const;
const questions: Readonly<Record<string, readonly string[]>> = {
  prometheus: ['/api/v1/status/buildinfo'],
  // Mimir has its Alertmanager below a path of its own.
  alertmanager: ['/api/v2/status', '/alertmanager/api/v2/status'],
  loki: ['/loki/api/v1/labels'],
};

/** Milliseconds that one datasource has: many are asked in one call. */
const timeoutMs = 10_000;

const longest = 300;

const cut = (message: string): string => {
  const line = withShownAddresses(message).replaceAll(/\s+/g, ' ').trim();
  return line.length <= longest ? line : `${line.slice(0, longest).toWellFormed()}…`;
};
