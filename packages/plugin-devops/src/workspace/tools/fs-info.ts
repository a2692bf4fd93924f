import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { workspace } from '../connection.ts';
import { lineEndingsOf, toLines } from '../../text/lines.ts';
import type { WorkspaceReader } from '../workspace.ts';

export const fsInfo = workspace.read({
  name: 'fs_info',
  title: 'File info',
  toolset: 'workspace',
  description: 'Describe a file, folder or link: type, size, time, mode, encoding, target. Use fs_list for what is in a folder.',
  input: z.strictObject({ path: z.string().describe('Such as "src/main.ts".') }),
  output: z.object({
    path: z.string(),
    kind: z.enum(['file', 'folder', 'link', 'other']),
    bytes: z.int(),
    mode: z.string().describe('Octal permissions.'),
    modified: z.string(),
    hard_links: z.int(),
    link_target: z.string().optional(),
    text: z
      .object({ encoding: z.string(), line_endings: z.string(), lines: z.int() })
      .optional()
      .describe('Only for text files.'),
  }),
  run: async ({ input, reader }) => {
    const { location, kind, facts, target } = await reader.inspect({ path: input.path });
    return {
      path: location.shown,
      kind,
      bytes: facts.size,
      mode: (facts.mode & 0o7777).toString(8).padStart(4, '0'),
      modified: facts.mtime.toISOString(),
      hard_links: facts.nlink,
      ...(target === undefined ? {} : { link_target: target }),
      ...(kind === 'file' ? await describeText({ reader, path: location.real }) : {}),
    };
  },
});

const describeText = async ({ reader, path }: { reader: WorkspaceReader; path: string }) => {
  try {
    const { text, encoding } = await reader.readText({ path });
    return { text: { encoding, line_endings: lineEndingsOf(text), lines: toLines(text).length } };
  } catch (error) {
    // Too large, or not text.
    if (LineclearError.is(error) && error.code === 'unsupported') return {};
    throw error;
  }
};
