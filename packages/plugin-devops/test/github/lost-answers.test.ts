import type { JsonObject } from '@lineclear/core/plugin';
import { type Fault, startPlugin } from '@lineclear/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import github from '../../src/github/index.ts';
import { issueTools } from '../../src/github/issues/tools.ts';
import { pullRequestTools } from '../../src/github/pull-requests/tools.ts';
import type { Examples } from './backend.ts';
import { startBackend } from './backend.ts';
import { issueExamples } from './examples/issues.ts';
import { pullRequestExamples } from './examples/pull-requests.ts';

const writes = [...issueTools, ...pullRequestTools].filter(({ kind }) => kind === 'write').map(({ name }) => name);
const examples: Examples = { ...issueExamples, ...pullRequestExamples };
const cases = (isWanted: (example: Examples[string][number]) => boolean) =>
  writes.flatMap((tool) => (examples[tool] ?? []).filter(isWanted).map((example) => ({ tool, example })));

/** One previewed write on a GitHub of its own. */
const preview = async ({ tool, example }: ReturnType<typeof cases>[number]) => {
  const backend = await startBackend();
  const started = await startPlugin({ plugin: github, connections: backend.connections });
  onTestFinished(async () => {
    await started.close();
    await backend.close?.();
  });
  await example.arrange?.(backend);
  const { ticket = null } = await started.previewTool(tool, example.input);
  const sent = () => (backend.http?.[0]?.unsafe() ?? []).map(({ method, path }) => `${method} ${path}`);
  const confirm: JsonObject = { ...example.input, confirm: true, ticket };
  return { ...started, backend, confirm, sent };
};

const succeeding = cases(({ error }) => error === undefined);
const faults: readonly Fault[] = [
  { kind: 'status', status: 502, afterEffect: true },
  { kind: 'reset', afterEffect: true },
];
const lost = succeeding.flatMap((one) => faults.map((fault) => ({ ...one, fault, kind: fault.kind })));

describe('a confirmed write of conversations', () => {
  it.each(lost)(
    'of $tool that took effect and is answered by a $kind is found, and not sent again',
    async ({ fault, ...one }) => {
      const { callTool, backend, confirm, sent } = await preview(one);
      backend.http?.[0]?.inject(fault, { unsafe: true });
      const outcome = await callTool(one.tool, confirm);
      expect(outcome).toMatchObject({ status: 'executed', result: expect.any(Object) });
      expect(await callTool(one.tool, confirm)).toMatchObject({ status: 'executed', replayed: true });
      expect(sent()).toHaveLength(1);
    },
  );

  it.each(succeeding)('of $tool that never arrived is unknown, and not sent again', async (one) => {
    const { answer, backend, confirm, sent } = await preview(one);
    backend.http?.[0]?.inject({ kind: 'reset' }, { unsafe: true });
    expect(await answer(one.tool, confirm)).toMatchObject({ kind: 'error', error: { code: 'unknown_outcome' } });
    expect(await answer(one.tool, confirm)).toMatchObject({ kind: 'error', error: { code: 'unknown_outcome' } });
    expect(sent()).toHaveLength(1);
  });

  it.each(cases(({ drift }) => typeof drift === 'function'))('of $tool is stale where its state changed', async (one) => {
    const { callTool, backend, confirm, sent } = await preview(one);
    if (typeof one.example.drift === 'function') await one.example.drift(backend);
    await expect(callTool(one.tool, confirm)).rejects.toMatchObject({ code: 'stale' });
    expect(sent()).toEqual([]);
  });
});
