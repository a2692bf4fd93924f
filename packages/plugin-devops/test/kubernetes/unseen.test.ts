import type { JsonObject } from '@lineclear/core/plugin';
import { startPlugin } from '@lineclear/testing';
import { expect, it, onTestFinished } from 'vitest';
import kubernetes from '../../src/kubernetes/index.ts';
import { shop, startBackend } from './backend.ts';

const start = async () => {
  const backend = await startBackend();
  const started = await startPlugin({ plugin: kubernetes, connections: backend.connections });
  onTestFinished(async () => {
    await started.close();
    await backend.close?.();
  });
  return { ...started, sandbox: backend.sandbox };
};

const manifestWith = (text: string) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'shop' }, data: { script: text } });

it.each<[string, string, (text: string) => JsonObject]>([
  ['k8s_apply', 'manifest', (text) => ({ context: 'test', manifest: manifestWith(text) })],
  [
    'k8s_patch',
    'patch.data.script',
    (text) => ({ ...shop, kind: 'ConfigMap', name: 'settings', type: 'merge', patch: { data: { script: text } } }),
  ],
  ['k8s_exec', 'command[1]', (text) => ({ ...shop, pod: 'one', command: ['printf', text] })],
])('%s warns of what its preview cannot show', async (tool, place, argsFor) => {
  const { previewTool } = await start();
  for (const [text, point] of [
    ['a\u202eb', 'U+202E'],
    ['a\u200bb', 'U+200B'],
    ['a\u{e0041}b', 'U+E0041'],
  ] as const) {
    const warning = `Sent, but not shown: ${point} in ${place}.`;
    // oxlint-disable-next-line no-await-in-loop -- one preview after the other
    expect(await previewTool(tool, argsFor(text))).toMatchObject({ warnings: expect.arrayContaining([warning]) });
  }
  const ordinary = await previewTool(tool, argsFor('a\tb\nc'));
  expect(JSON.stringify(ordinary['warnings'])).not.toContain('not shown');
});

it('k8s_apply warns of what the escapes of a manifest mean, which its diff does not show', async () => {
  const { previewTool } = await start();
  const manifest = manifestWith('a\u001b[8mb').replace('"a\\u001b', '"\\u202ea\\u001b');
  expect(await previewTool('k8s_apply', { context: 'test', manifest })).toMatchObject({
    warnings: ['What the manifest means has characters that are not shown: U+202E, U+001B.'],
  });
});

it.each(['/healthcare/patients/1', '/livestream', '/readyset', '/healthz.bak', '/live-users', '/health@x'])(
  'asks no application for %s where the profile does not say so',
  async (path) => {
    const { answer, sandbox } = await start();
    const asked = await answer('k8s_http_get', { ...shop, kind: 'Pod', name: 'one', port: '8080', path });
    expect(asked).toMatchObject({ error: { code: 'forbidden', details: { reason: 'path' } } });
    expect(sandbox.sent()).toEqual([]);
  },
);
