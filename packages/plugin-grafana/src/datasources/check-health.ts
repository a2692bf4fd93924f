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
    if (datasource.origin === 'profile') return await askServer({ reader, datasource, below: readiness, signal });
    const asked = path`/api/datasources/uid/${datasource.uid}/health`;
    // An error of the datasource is an answer of Grafana: 400 with the same fields.
    const answer = await reader.grafana.get(asked, { accept: [400, 404, 501], timeoutMs, signal });
    if (answer.status === 404 || answer.status === 501) return await withoutCheck({ reader, datasource, signal });
    const { status, message = '' } = answer.json(health);
    return { status: answer.status === 200 && status !== 'ERROR' ? 'ok' : 'error', message: cut(message) };
  } catch (error) {
    signal.throwIfAborted();
    if (!LineclearError.is(error)) throw error;
    return { status: 'error', code: error.code, message: error.message };
  }
};

/** Plugins without a part in the server have no check; of those that are known a cheap question says as much. */
const withoutCheck = async (given: Parameters<typeof checkHealth>[0]): Promise<Health> =>
  Object.hasOwn(questions, given.datasource.type)
    ? askServer({ ...given, below: questions })
    : { status: 'unsupported', message: 'This type of datasource has no health check.' };

const askServer = async ({
  reader,
  datasource,
  below,
  signal,
}: Parameters<typeof checkHealth>[0] & { below: Readonly<Record<string, string>> }): Promise<Health> => {
  const asked = below[datasource.type] ?? '/';
  await reader.target(datasource).get(asked, { timeoutMs, signal });
  return { status: 'ok', message: `${asked} answers.` };
};

const readiness = { prometheus: '/-/ready', alertmanager: '/-/ready', loki: '/ready' } as const;
const questions: Readonly<Record<string, string>> = {
  prometheus: '/api/v1/status/buildinfo',
  alertmanager: '/api/v2/status',
  loki: '/loki/api/v1/labels',
};

/** Milliseconds that one datasource has: many are asked in one call. */
const timeoutMs = 10_000;

const longest = 300;

const cut = (message: string): string => {
  const line = withShownAddresses(message).replaceAll(/\s+/g, ' ').trim();
  return line.length <= longest ? line : `${line.slice(0, longest).toWellFormed()}…`;
};
