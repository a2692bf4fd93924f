import type { JsonObject } from '@lineclear/core/plugin';
import { startPlugin } from '@lineclear/testing';
import { kubernetesFaults } from '@lineclear/testing/kubernetes';
import { describe, expect, it, onTestFinished } from 'vitest';
import plugin from '../../src/kubernetes/index.ts';
import { startBackend } from './backend.ts';
import { writeExamples } from './examples/writes.ts';

// What runs in a pod, what leads to one, and what is evicted one by one have tests of their own.
const others = /^k8s_(?:exec|drain|port_forward.*)$/;
const tools = Object.keys(writeExamples).filter((tool) => !others.test(tool));

/** One approved write on a cluster of its own. */
const start = async (tool: string) => {
  const backend = await startBackend();
  const started = await startPlugin({ plugin, connections: backend.connections });
  onTestFinished(async () => {
    await started.close();
    await backend.close?.();
  });
  const example = (writeExamples[tool] ?? []).find(({ error }) => error === undefined);
  await example?.arrange?.(backend);
  const { ticket, approval } = await started.previewTool(tool, example?.input ?? {});
  if (JSON.stringify(approval).includes('human')) await started.approve(String(ticket));
  const isDryRun = ({ url }: { url: string }) => url.includes('dryRun=All');
  const changes = () => backend.sandbox.unsafe().filter((request) => !isDryRun(request));
  const confirm: JsonObject = { ...example?.input, confirm: true, ticket: String(ticket) };
  const fail = (fault: Parameters<typeof backend.sandbox.fail>[0]) =>
    backend.sandbox.fail(fault, { unsafe: true, times: 1, accepts: (request) => !isDryRun(request) });
  return { ...started, changes, confirm, fail };
};

const lost = [
  ['of a gateway', kubernetesFaults.badGateway({ afterEffect: true })],
  ['that never came', kubernetesFaults.lostAnswer()],
  ['of a server that failed inside', kubernetesFaults.internal({ afterEffect: true })],
] as const;

describe('a confirmed write on a cluster', () => {
  it.each(tools.flatMap((tool) => lost.map(([what, fault]) => ({ tool, what, fault }))))(
    'of $tool that took effect, with an answer $what, is found and not sent again',
    async ({ tool, fault }) => {
      const { callTool, fail, confirm, changes } = await start(tool);
      fail(fault);
      expect(await callTool(tool, confirm)).toMatchObject({ status: 'executed', result: expect.any(Object) });
      expect(await callTool(tool, confirm)).toMatchObject({ status: 'executed', replayed: true });
      expect(changes()).toHaveLength(1);
    },
  );

  it.each(tools)('of %s that never arrived is unknown, and not sent again', async (tool) => {
    const { answer, fail, confirm, changes } = await start(tool);
    fail(kubernetesFaults.cut());
    expect(await answer(tool, confirm)).toMatchObject({ kind: 'error', error: { code: 'unknown_outcome' } });
    expect(await answer(tool, confirm)).toMatchObject({ kind: 'error', error: { code: 'unknown_outcome' } });
    expect(changes()).toHaveLength(1);
  });

  it.each(tools)('of %s that the cluster is too busy for has failed, and can be previewed again', async (tool) => {
    const { answer, fail, confirm, changes } = await start(tool);
    fail(kubernetesFaults.busy());
    const refused = await answer(tool, confirm);
    expect(refused).toMatchObject({ kind: 'error', error: { code: 'rate_limited' } });
    expect(changes()).toHaveLength(1);
  });
});
