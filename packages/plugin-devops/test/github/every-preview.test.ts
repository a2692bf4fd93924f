import { type AnyTool, definePlugin } from '@lineclear/core/plugin';
import { startPlugin } from '@lineclear/testing';
import { expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { github as connection } from '../../src/github/connection.ts';
import github from '../../src/github/index.ts';
import { begin, end, problemsOfPreviews } from '../foreign-texts.ts';
import { startBackend } from './backend.ts';
import { allExamples } from './examples/all.ts';

const writes = github.tools.filter(({ kind }) => kind === 'write');

it.each(writes.map((tool) => ({ tool, name: tool.name })))(
  'whatever text $name would send stands in its preview, cleaned, before anything is sent',
  async ({ tool, name }) => {
    const examples = (allExamples[name] ?? []).filter(({ error }) => error === undefined);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      // oxlint-disable-next-line no-await-in-loop -- each example has a GitHub of its own
      const problems = await problemsOf({ tool, example });
      expect(problems).toEqual([]);
    }
  },
);

it('notices a write that keeps a text to itself, and one that shows only its beginning', async () => {
  const hiding = (shown: (text: string) => string) =>
    connection.write({
      name: 'note_send',
      toolset: 'issues',
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
  expect(await problemsOf({ tool: hiding((text) => text.slice(0, 80)), example })).toEqual([problem]);
  expect(await problemsOf({ tool: hiding((text) => text), example })).toEqual([]);
});

const problemsOf = async ({ tool, example }: { tool: AnyTool; example: (typeof allExamples)[string][number] }) => {
  const backend = await startBackend();
  const { toolsets } = github;
  const plugin = definePlugin({ id: 'github', title: 'GitHub', version: '1.0.0', toolsets, tools: [tool] });
  const started = await startPlugin({ plugin, connections: backend.connections });
  onTestFinished(async () => {
    await started.close();
    await backend.close?.();
  });
  await example.arrange?.(backend);
  const problems = await problemsOfPreviews({
    started,
    tool,
    input: example.input,
    // Names of things that are not there.
    refused: ['not_found', 'conflict'],
    special: [`https://example.com/${begin}/${end}`],
  });
  const sent = (backend.http ?? [])
    .flatMap((http) => http.unsafe())
    // A query that GitHub wants by POST: it keeps nothing of it.
    .filter(({ path }) => !path.endsWith('/releases/generate-notes'))
    .map(({ method, path }) => `${method} ${path}`);
  return [...problems, ...sent];
};
