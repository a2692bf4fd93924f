import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { newRecorder, tapePlugin } from '../confirm/test/tape.ts';
import type { Risk } from '../plugin/context.ts';
import type { Plugin } from '../plugin/plugin.ts';
import { createInstructions } from './instructions.ts';
import type { Allows } from './pages.ts';
import { connectionOf, profileOf, registryOf, viewOf } from './test/composition.ts';
import type { ToolDefinition } from './types.ts';

const profiles = [profileOf('staging', { connections: ['recorder'] })];
const plugin = tapePlugin(newRecorder());
const [tapeStart, tapeSay, ...others] = plugin.tools;
if (tapeStart === undefined || tapeSay === undefined) throw new TypeError('the tape has lost its tools');

const listed = async (options: Partial<Parameters<typeof registryOf>[0]> = {}) => {
  const registry = await registryOf({ plugins: [plugin], profiles, ...options });
  return registry.pages(viewOf('staging')).flatMap(({ tools }) => tools);
};
const namesOf = (tools: readonly ToolDefinition[]) => tools.map(({ name }) => name);

describe('a covered write in the list', () => {
  test('offers no confirmation, and promises one execution for each call', async () => {
    const definition = (await listed()).find(({ name }) => name === 'tape_say');
    expect(definition).toEqual({
      name: 'tape_say',
      title: 'Tape say',
      description: 'Say a line on a tape that tape_start started.',
      inputSchema: {
        type: 'object',
        properties: { tape: { type: 'string', description: 'Its name' }, line: { type: 'string', description: 'What to say' } },
        required: ['tape', 'line'],
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: { status: { type: 'string' } },
        required: ['status'],
      },
      annotations: { title: 'Tape say', readOnlyHint: false, destructiveHint: true, idempotentHint: false },
    });
  });

  test('is named by the instructions, with what covers it', async () => {
    const registry = await registryOf({ plugins: [plugin], profiles });
    const byName = new Map(profiles.map((profile) => [profile.name, profile]));
    const text = createInstructions({ plugins: [plugin], profiles: byName, registry })(viewOf('staging'));
    expect(text).toContain('confirm: true. tape_say runs at once, where a confirmed tape_start covers it. Writes reach');
  });

  test('is there only where the write that covers it is', async () => {
    const denies: (tool: string) => Allows = (tool) => (_view, entry) => entry.name !== tool;
    expect(namesOf(await listed())).toEqual(['tape_start', 'tape_say', 'tape_echo', 'tape_greet']);
    expect(namesOf(await listed({ allows: denies('tape_say') }))).toEqual(['tape_start', 'tape_echo', 'tape_greet']);
    expect(namesOf(await listed({ allows: denies('tape_start') }))).toEqual(['tape_echo', 'tape_greet']);
    expect(namesOf(await listed({ selection: { tools: ['tape_say', 'tape_echo'] } }))).toEqual(['tape_echo']);
    expect(namesOf(await listed({ selection: { readOnly: true } }))).toEqual(['tape_echo']);
  });

  test('follows the prefix of its plugin', async () => {
    const registry = await registryOf({ plugins: [{ plugin, prefix: 'old_' }], profiles });
    expect(registry.resolve('old_tape_say')).toMatchObject({ entry: { coverage: { by: 'old_tape_start' } } });
  });
});

describe('a covered write that cannot be composed', () => {
  const refusalOf = async (tools: Plugin['tools']) =>
    registryOf({ plugins: [{ ...plugin, tools }], profiles }).then(
      () => 'composed',
      (error: Error) => error.message,
    );

  test.each<[Risk, Risk]>([
    ['additive', 'reversible'],
    ['additive', 'destructive'],
    ['reversible', 'destructive'],
  ])('a %s plan covers no %s write', async (startRisk, sayRisk) => {
    expect(await refusalOf(tapePlugin(newRecorder(), { startRisk, sayRisk }).tools)).toContain(
      `plugin tape, tool tape_say: its risk (${sayRisk}) is worse than that of tape_start (${startRisk}), which covers it`,
    );
  });

  test.each<[Risk, Risk]>([
    ['destructive', 'additive'],
    ['reversible', 'reversible'],
  ])('a %s plan covers a %s write', async (startRisk, sayRisk) => {
    expect(await refusalOf(tapePlugin(newRecorder(), { startRisk, sayRisk }).tools)).toBe('composed');
  });

  test('names a write that the plugin does not list', async () => {
    expect(await refusalOf([tapeSay])).toContain('tool tape_say: it is covered by tape_start, which the plugin does not list');
  });

  test('names a read, or another covered write', async () => {
    const isNone = 'it is covered by tape_start, which is no write with a preview';
    const [echo] = others;
    if (echo === undefined) throw new TypeError('the tape has lost its echo');
    expect(await refusalOf([{ ...echo, name: 'tape_start' }, tapeSay])).toContain(isNone);
    expect(await refusalOf([{ ...tapeSay, name: 'tape_start', aliases: [] }, tapeSay])).toContain(isNone);
  });

  test('names a write of another connection', async () => {
    const elsewhere = connectionOf('elsewhere').write({
      name: 'tape_start',
      toolset: 'tape',
      risk: 'reversible',
      description: 'Start a tape somewhere else.',
      input: z.object({}),
      output: z.object({}),
      preview: () => ({ description: 'Start.', guard: {} }),
      execute: () => ({}),
    });
    expect(await refusalOf([elsewhere, tapeSay])).toContain(
      'it is covered by tape_start, whose plans are about another connection',
    );
  });
});
