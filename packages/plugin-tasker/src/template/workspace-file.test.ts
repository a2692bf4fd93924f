import { LineclearError, read } from '@lineclear/core/plugin';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { templateInspect } from '../tools/template-inspect.ts';
import { startTemplates } from './test/start-templates.ts';
import { orderTemplate } from './test/templates.ts';

/** A stand-in with the answers of the workspace's `fs_read`: numbered lines in pages of `pageLines`. */
const filesTool = ({ files, pageLines }: { files: Readonly<Record<string, string>>; pageLines: number }) =>
  read({
    name: 'fs_read',
    toolset: 'workspace',
    description: 'Read a file.',
    input: z.strictObject({ path: z.string(), offset: z.int(), limit: z.int() }),
    output: z.object({ text: z.string(), total_lines: z.int(), next_offset: z.int().optional() }),
    run: ({ input }) => {
      const text = files[input.path];
      if (text === undefined) throw new LineclearError('not_found', 'Missing.', { details: { reason: 'enoent' } });
      const lines = text.replace(/\n$/, '').split('\n');
      const end = Math.min(input.offset - 1 + pageLines, lines.length);
      const shown = lines.slice(input.offset - 1, end).map((line, index) => `${input.offset + index}\t${line}`);
      return { text: shown.join('\n'), total_lines: lines.length, ...(end < lines.length ? { next_offset: end + 1 } : {}) };
    },
  });

const inspectFile = async (path: string, files: Readonly<Record<string, string>>) =>
  (await startTemplates(templateInspect, filesTool({ files, pageLines: 7 })))('template_inspect', { template_path: path });

describe('a template file', () => {
  it('is read page by page through fs_read', async () => {
    expect(await inspectFile('a.yaml', { 'a.yaml': orderTemplate })).toMatchObject({ name: 'order_processing', step_count: 5 });
  });

  it('is refused with the error of fs_read', async () => {
    await expect(inspectFile('b.yml', {})).rejects.toMatchObject({ code: 'not_found', details: { reason: 'enoent' } });
  });

  it('has to end in .yaml or .yml', async () => {
    await expect(inspectFile('a.txt', { 'a.txt': orderTemplate })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'not_a_yaml_file' },
    });
  });

  it('is not read with half a line', async () => {
    await expect(inspectFile('a.yaml', { 'a.yaml': `description: ${'x'.repeat(3_000)}` })).rejects.toMatchObject({
      code: 'unsupported',
      details: { reason: 'line_too_long' },
    });
  });

  it('never shows what is in a file that is no template', async () => {
    const refusal = await inspectFile('a.yaml', { 'a.yaml': 'password: hunter2\n"' }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'invalid_input' });
    expect(`${JSON.stringify(refusal)} ${String(refusal)}`).not.toMatch(/password|hunter2/);
  });

  it('cannot be read in a profile without a workspace', async () => {
    const unconfigured = read({
      name: 'fs_read',
      toolset: 'workspace',
      description: 'Read a file.',
      input: z.strictObject({ path: z.string(), offset: z.int(), limit: z.int() }),
      output: z.object({}),
      run: () => {
        throw new LineclearError('not_configured', 'The profile has no connection "workspace".');
      },
    });
    const call = await startTemplates(templateInspect, unconfigured);
    await expect(call('template_inspect', { template_path: 'a.yaml' })).rejects.toMatchObject({
      code: 'unsupported',
      hint: 'Pass the text itself as template_yaml.',
      details: { reason: 'no_workspace' },
    });
  });

  it('cannot be read on a server without fs_read', async () => {
    const call = await startTemplates(templateInspect);
    await expect(call('template_inspect', { template_path: 'a.yaml' })).rejects.toMatchObject({
      code: 'unsupported',
      details: { reason: 'no_workspace' },
    });
  });
});
