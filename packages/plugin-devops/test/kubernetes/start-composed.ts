import { compose } from '@lineclear/core';
import type { JsonObject } from '@lineclear/core/plugin';
import { onTestFinished } from 'vitest';
import kubernetes from '../../src/kubernetes/index.ts';
import { startBackend } from './backend.ts';

const reads = new Set(kubernetes.tools.filter(({ kind }) => kind === 'read').map(({ name }) => name));

type Rules = NonNullable<Parameters<typeof compose>[0]['profiles']['policy']>;

/** The plugin with its own rules, behind those of an operator, in a profile of a tier. */
export const startComposed = async ({
  tier,
  policy = [],
  readOnly = false,
}: {
  /** Unknown where it is left out, which counts as production. */
  tier?: 'development' | 'staging' | 'production';
  policy?: Rules;
  readOnly?: boolean;
}) => {
  const backend = await startBackend();
  const profile = { ...(tier === undefined ? {} : { tier }), connections: { ...backend.connections } };
  const composition = await compose({
    plugins: [kubernetes],
    profiles: { default: 'test', profiles: { test: profile }, policy },
  });
  onTestFinished(async () => {
    await composition.close();
    await backend.close?.();
  });
  const caller = { principal: { id: 'tester' }, profile: 'test', transport: 'embedded', client: 'test', readOnly } as const;
  const answer = (tool: string, args: JsonObject) => {
    const asking = { mode: 'push', ask: () => Promise.resolve('approved' as const) } as const;
    return composition.call({ tool, args, caller, asking, signal: new AbortController().signal, progress: () => {} });
  };
  /** What a call comes to: the status of a write, `read` for a read, or the code of its error. */
  const outcome = async (tool: string, args: JsonObject): Promise<string> => {
    const given = await answer(tool, args);
    if (given.kind === 'value') return reads.has(tool) ? 'read' : String(given.value['status']);
    return 'error' in given ? given.error.code : given.kind;
  };
  const listed = () => composition.tools(caller).map(({ name }) => name);
  return { answer, outcome, listed, sandbox: backend.sandbox };
};
