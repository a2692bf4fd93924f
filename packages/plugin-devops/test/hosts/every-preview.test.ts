import { isDeepStrictEqual } from 'node:util';
import { type AnyTool, definePlugin } from '@lineclear/core/plugin';
import { startPlugin } from '@lineclear/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { hosts as connection } from '../../src/hosts/connection.ts';
import plugin from '../../src/hosts/index.ts';
import { begin, end, problemsOfPreviews } from '../foreign-texts.ts';
import { allExamples } from './examples/all.ts';
import { type HostsWorld, isSkipped, startHostsWorld } from './world.ts';

const writes = plugin.tools.filter(({ kind }) => kind === 'write');
// Names of what is not there, and places that the settings keep closed, make no plan.
const refused = ['not_found', 'conflict', 'forbidden', 'unsupported'];

describe.skipIf(isSkipped)('the preview of a write on hosts', () => {
  let world: HostsWorld;
  beforeAll(async () => {
    world = await startHostsWorld();
  });
  afterAll(() => world?.close());

  it.each(writes.map((tool) => ({ tool, name: tool.name })))(
    'shows whatever text $name would send, cleaned, and changes nothing',
    async ({ tool, name }) => {
      const examples = (allExamples[name] ?? []).filter(({ error }) => error === undefined);
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) {
        // oxlint-disable-next-line no-await-in-loop -- each example has hosts as new
        expect(await problemsOf({ tool, example, world })).toEqual([]);
      }
    },
    180_000,
  );

  it('states the host, the profile, its tier and how it is undone', async () => {
    const backend = await world.backend();
    for (const { name } of writes) {
      const started = await startPlugin({ plugin, connections: backend.connections });
      onTestFinished(started.close);
      const example = (allExamples[name] ?? []).find(({ error }) => error === undefined);
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await example?.arrange?.(backend);
      // oxlint-disable-next-line no-await-in-loop -- the same
      const input = { ...example?.input, ...(await example?.before?.(started)) };
      // oxlint-disable-next-line no-await-in-loop -- the same
      const { description, details } = await started.previewTool(name, input);
      expect(String(description), name).toContain('test, development');
      expect(details, name).toMatchObject({ profile: 'test', tier: 'development' });
      expect(Object.keys(z.record(z.string(), z.unknown()).parse(details)), name).toEqual(
        expect.arrayContaining(['reversible', 'undo']),
      );
    }
  });

  it('is told apart from one that keeps a text to itself, and one that shows only its beginning', async () => {
    const hiding = (shown: (text: string) => string) =>
      connection.write({
        name: 'note_send',
        toolset: 'hosts',
        risk: 'additive',
        description: 'Send a note.',
        input: z.strictObject({ note: z.string().describe('Such as "Hello."') }),
        output: z.object({}),
        preview: ({ input }) => ({ description: `Send ${shown(input.note)}.`, guard: {} }),
        execute: () => ({}),
      });
    const example = { input: { note: 'Hello.' } };
    const problem = 'note: its text is not shown whole';
    expect(await problemsOf({ tool: hiding(() => 'a note'), example, world })).toEqual([problem]);
    expect(await problemsOf({ tool: hiding((text) => text.slice(0, 30)), example, world })).toEqual([problem]);
    expect(await problemsOf({ tool: hiding((text) => text), example, world })).toEqual([]);
  });
});

const problemsOf = async ({
  tool,
  example,
  world,
}: {
  tool: AnyTool;
  example: (typeof allExamples)[string][number];
  world: HostsWorld;
}): Promise<readonly string[]> => {
  const backend = await world.backend();
  const { toolsets } = plugin;
  const only = definePlugin({ id: 'hosts', title: 'Hosts', version: '1.0.0', toolsets, tools: [tool] });
  const started = await startPlugin({ plugin: only, connections: backend.connections });
  onTestFinished(started.close);
  await example.arrange?.(backend);
  const input = { ...example.input, ...(await example.before?.(started)) };
  const before = await backend.state?.();
  const problems = await problemsOfPreviews({ started, tool, input, refused, special: [`/${begin}/${end}`] });
  return isDeepStrictEqual(before, await backend.state?.()) ? problems : [...problems, 'It changes something.'];
};
