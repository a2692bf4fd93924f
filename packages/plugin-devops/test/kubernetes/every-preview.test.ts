import { isDeepStrictEqual } from 'node:util';
import { type AnyTool, definePlugin } from '@lineclear/core/plugin';
import { startPlugin } from '@lineclear/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { kubernetes as connection } from '../../src/kubernetes/connection.ts';
import plugin from '../../src/kubernetes/index.ts';
import { problemsOfPreviews } from '../foreign-texts.ts';
import { startBackend } from './backend.ts';
import { allExamples } from './examples/all.ts';

const writes = plugin.tools.filter(({ kind }) => kind === 'write');
// What is not there, and what the cluster does not take, makes no plan.
const refused = ['not_found', 'conflict', 'forbidden', 'unsupported', 'invalid_input'];

describe('the preview of a write on a cluster', () => {
  it.each(writes.map((tool) => ({ tool, name: tool.name })))(
    'shows whatever text $name would send, cleaned, and changes nothing',
    async ({ tool, name }) => {
      const examples = (allExamples[name] ?? []).filter(({ error }) => error === undefined);
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) {
        // oxlint-disable-next-line no-await-in-loop -- each example has a cluster of its own
        expect(await problemsOf({ tool, example })).toEqual([]);
      }
    },
  );

  it.each(writes.map(({ name }) => name))(
    'of %s states the context, the profile, its tier and how it is undone',
    async (name) => {
      const backend = await startBackend();
      const started = await startPlugin({ plugin, connections: backend.connections });
      onTestFinished(async () => {
        await started.close();
        await backend.close?.();
      });
      const example = (allExamples[name] ?? []).find(({ error }) => error === undefined);
      await example?.arrange?.(backend);
      const input = { ...example?.input, ...(await example?.before?.(started)) };
      const { description, details } = await started.previewTool(name, input);
      expect(String(description)).toContain('(test, tier development)');
      expect(details).toMatchObject({ profile: 'test', tier: 'development' });
      expect(Object.keys(z.record(z.string(), z.unknown()).parse(details))).toEqual(
        expect.arrayContaining(['reversible', 'undo']),
      );
    },
  );

  it('is told apart from one that keeps a text to itself, and one that shows only its beginning', async () => {
    const hiding = (shown: (text: string) => string) =>
      connection.write({
        name: 'note_send',
        toolset: 'cluster',
        risk: 'additive',
        description: 'Send a note.',
        input: z.strictObject({ note: z.string().describe('Such as "Hello."') }),
        output: z.object({}),
        preview: ({ input }) => ({ description: `Send ${shown(input.note)}.`, guard: {} }),
        execute: () => ({}),
      });
    const example = { input: { note: 'Hello.' } };
    const problem = 'note: its text is not shown whole';
    expect(await problemsOf({ tool: hiding(() => 'a note'), example })).toEqual([problem]);
    expect(await problemsOf({ tool: hiding((text) => text.slice(0, 30)), example })).toEqual([problem]);
    expect(await problemsOf({ tool: hiding((text) => text), example })).toEqual([]);
  });
});

const problemsOf = async ({
  tool,
  example,
}: {
  tool: AnyTool;
  example: (typeof allExamples)[string][number];
}): Promise<readonly string[]> => {
  const backend = await startBackend();
  const tools = [tool, ...plugin.tools.filter(({ name }) => name !== tool.name)];
  const only = definePlugin({ ...plugin, tools });
  const started = await startPlugin({ plugin: only, connections: backend.connections });
  onTestFinished(async () => {
    await started.close();
    await backend.close?.();
  });
  await example.arrange?.(backend);
  const input = { ...example.input, ...(await example.before?.(started)) };
  const before = await backend.state?.();
  const problems = await problemsOfPreviews({ started, tool, input, refused });
  return isDeepStrictEqual(before, await backend.state?.()) ? problems : [...problems, 'It changes something.'];
};
