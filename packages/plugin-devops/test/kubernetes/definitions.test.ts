import { estimateTokens } from '@lineclear/core';
import { startPlugin } from '@lineclear/testing';
import { expect, onTestFinished, test } from 'vitest';
import kubernetes from '../../src/kubernetes/index.ts';

test('a tool costs a model 200 tokens on average', async () => {
  const connections = { kubernetes: { kubeconfig: 'unused', contexts: ['test'] } };
  const { composition, caller, close } = await startPlugin({ plugin: kubernetes, connections });
  onTestFinished(close);
  const own = new Set(kubernetes.tools.map(({ name }) => name));
  const listed = composition.tools(caller).filter(({ name }) => own.has(name));
  expect(listed).toHaveLength(kubernetes.tools.length);
  const tokens = listed.map((tool) => estimateTokens(JSON.stringify({ ...tool, outputSchema: undefined })));
  expect(tokens.reduce((sum, one) => sum + one, 0) / tokens.length).toBeLessThanOrEqual(200);
});
