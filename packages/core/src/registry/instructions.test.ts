import { describe, expect, test } from 'vitest';
import { createInstructions } from './instructions.ts';
import { pluginOf, profileOf, readTool, registryOf, viewOf, writeTool } from './test/composition.ts';
import { estimateTokens, toolTokens } from './tokens.ts';

const staging = profileOf('staging');
const production = profileOf('production', { tier: 'production', writes: 'off' });
const profiles = [staging, production];

const instructionsOf = async (plugins: Parameters<typeof registryOf>[0]['plugins']) =>
  createInstructions({
    plugins,
    profiles: new Map(profiles.map((profile) => [profile.name, profile])),
    registry: await registryOf({ plugins, profiles }),
  });

describe('instructions', () => {
  const plugin = pluginOf({
    id: 'tasker',
    toolsets: { tasks: { title: 'Tasks', use: 'Find and cancel tasks.' }, unused: { title: 'Unused', use: 'Nothing.' } },
    tools: [readTool('task_list', { toolset: 'tasks' }), { ...writeTool('task_cancel'), toolset: 'tasks' }],
  });

  test('say what each listed toolset is for, how to confirm, and where writes go', async () => {
    const text = (await instructionsOf([plugin]))(viewOf('staging', { profiles: ['staging', 'production'] }));
    expect(text.split('\n')).toEqual([
      'Toolsets:',
      '- Tasks: Find and cancel tasks.',
      'A tool that changes something first answers with a preview; show it, then call the tool again with the same arguments and confirm: true. Writes reach the profile staging (staging) only.',
      'Reads use staging unless profile names another: production.',
    ]);
  });

  test('say that nothing can be changed where it cannot', async () => {
    const write = await instructionsOf([plugin]);
    expect(write(viewOf('production'))).toContain('only reads');
    expect(write(viewOf('staging', { readOnly: true }))).toContain('only reads');
  });

  test('stay within 400 tokens and say what they leave out', async () => {
    const toolsets = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [
        `set${index}`,
        { title: `Set ${index}`, use: 'Does things of its own kind, and only those.' },
      ]),
    );
    const tools = Object.keys(toolsets).map((toolset) => readTool(`${toolset}_list`, { toolset }));
    const text = (
      await instructionsOf([pluginOf({ id: 'many', toolsets, tools: [...tools, { ...writeTool('w'), toolset: 'set0' }] })])
    )(viewOf('staging'));
    expect(estimateTokens(text)).toBeLessThanOrEqual(400);
    expect(text).toContain('- Set 0: Does things');
    expect(text).toMatch(/^- .*Set 58, Set 59\.$/m);
    expect(text).toContain('confirm: true');
  });

  test('name the first toolsets where there are too many names', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `set${index}`);
    const toolsets = Object.fromEntries(names.map((name) => [name, { title: name, use: 'Does things.' }]));
    const tools = names.map((toolset) => readTool(`${toolset}_list`, { toolset }));
    const text = (await instructionsOf([pluginOf({ id: 'many', toolsets, tools })]))(viewOf('staging'));
    expect(estimateTokens(text)).toBeLessThanOrEqual(400);
    const named = text.match(/\bset\d+/g)?.length ?? 0;
    expect(named).toBeGreaterThan(50);
    expect(text).toContain(`- ${300 - named} more toolsets: see the list of tools.`);
  });

  test('say where tools act, and that nothing is done elsewhere instead', async () => {
    const toolsets = {
      files: { title: 'Files', use: 'Read files.', place: 'this machine' },
      pulls: { title: 'Pulls', use: 'Review.', place: 'GitHub' },
      git: { title: 'Git', use: 'Commit.', place: 'this machine' },
    };
    const tools = Object.keys(toolsets).map((toolset) => readTool(`${toolset}_list`, { toolset }));
    const text = (await instructionsOf([pluginOf({ id: 'devops', toolsets, tools })]))(viewOf('production'));
    expect(text.split('\n').slice(0, 6)).toEqual([
      'Toolsets on this machine:',
      '- Files: Read files.',
      '- Git: Commit.',
      'Toolsets on GitHub:',
      '- Pulls: Review.',
      'A tool acts where it is listed and nowhere else. Where one fails or is missing, say so; never do it in another place instead.',
    ]);
    const alone = pluginOf({
      id: 'devops',
      toolsets: { files: toolsets.files },
      tools: [readTool('files_list', { toolset: 'files' })],
    });
    expect((await instructionsOf([alone]))(viewOf('production'))).not.toContain('nowhere else');
  });
});

describe('tokens', () => {
  test('are about a quarter of the characters, and the output schema counts apart', async () => {
    expect(estimateTokens('')).toBe(0);
    expect(estimateTokens('12345')).toBe(2);
    const registry = await registryOf({ plugins: [pluginOf({ id: 'p', tools: [readTool('a')] })] });
    const [tool] = registry.pages(viewOf('staging'))[0]?.tools ?? [];
    if (tool === undefined) throw new Error('no tool');
    const { definition, output } = toolTokens(tool);
    expect(definition + output).toBeGreaterThan(JSON.stringify(tool).length / 4 - 10);
    expect(output).toBe(estimateTokens(JSON.stringify(tool.outputSchema)));
  });
});
