import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { sha256Hex } from '../../digest/sha256.ts';
import { workspace } from '../connection.ts';
import { absent } from '../../files/content.ts';
import type { Content } from '../../files/content.ts';
import type { Location } from '../../files/confinement.ts';
import { counted } from '../../text/counted.ts';
import { encodeFor } from '../../files/replace-text.ts';
import { checkNotReadOnly, checkSamePlace } from '../../files/target.ts';
import type { Encoding } from '../../text/encoding.ts';
import { lineEndingsOf, toLines } from '../../text/lines.ts';
import { unifiedDiff } from '../../text/unified-diff.ts';

export const fsWrite = workspace.write({
  name: 'fs_write',
  title: 'Write a file',
  toolset: 'workspace',
  risk: 'destructive',
  description: 'Create a text file and its folders, or replace one whole. Use fs_edit to change parts.',
  input: z.strictObject({
    path: z.string().describe('Such as "docs/plan.md".'),
    content: z.string().describe('The whole text.'),
    overwrite: z.boolean().default(false).describe('Replace the file when it exists.'),
  }),
  output: z.object({ path: z.string(), bytes: z.int(), created: z.boolean() }),
  classify: ({ input }) => (input.overwrite ? {} : { risk: 'additive' }),
  preview: async ({ input, reader, profile }) => {
    const location = await reader.locateTarget({ path: input.path, last: 'follow' });
    const before = await reader.readContent(location);
    if (before !== undefined && !input.overwrite) throw exists(location);
    checkNotReadOnly({ location, mode: before?.mode });
    const encoding = encodingAfter(before);
    const bytes = encodeFor({ text: input.content, encoding, shown: location.shown, maxBytes: reader.maxFileBytes });
    const size = `${counted(toLines(input.content).length, 'line')}, ${counted(bytes.length, 'byte')}`;
    return {
      description: `${before === undefined ? 'Create' : 'Replace'} "${location.shown}" in ${profile.name} with ${size}.`,
      guard: { path: location.shown, sha256: before?.sha256 ?? absent, encoding },
      ...(before === undefined ? {} : { before: { bytes: before.bytes, sha256: before.sha256 } }),
      changes: unifiedDiff({
        before: before?.text?.text ?? '',
        after: input.content,
        name: location.shown,
        maxCharacters: 20_000,
      }),
      warnings: warningsFor({ before, content: input.content }),
    };
  },
  execute: async ({ input, writer, guard }) => {
    const location = await writer.locateTarget({ path: input.path, last: 'follow' });
    checkSamePlace({ location, previewed: guard.path });
    const bytes = await writer.replaceText({ location, text: input.content, encoding: guard.encoding, expected: guard.sha256 });
    return { path: location.shown, bytes, created: guard.sha256 === absent };
  },
  verify: async ({ input, reader }) => {
    const content = await reader.readContent(await reader.locate({ path: input.path }));
    return { exists: content !== undefined, bytes: content?.bytes, sha256: content?.sha256 };
  },
  reconcile: async ({ input, reader, guard }) => {
    const location = await reader.locate({ path: input.path });
    if (location.shown !== guard.path) return 'unknown';
    const bytes = encodeFor({
      text: input.content,
      encoding: guard.encoding,
      shown: location.shown,
      maxBytes: reader.maxFileBytes,
    });
    const now = (await reader.readContent(location))?.sha256 ?? absent;
    if (now === sha256Hex(bytes)) return 'executed';
    return now === guard.sha256 ? 'failed' : 'unknown';
  },
});

// A byte order mark says that some program wants it; everything else becomes UTF-8.
const encodingAfter = (before: Content | undefined): Encoding => {
  const encoding = before?.text?.encoding;
  return encoding === undefined || encoding === 'latin1' ? 'utf-8' : encoding;
};

const warningsFor = ({ before, content }: { before: Content | undefined; content: string }): readonly string[] => {
  if (before === undefined) return [];
  if (before.text === undefined) return ['The file is not text now; its bytes are lost.'];
  const endings = lineEndingsOf(before.text.text);
  return [
    ...(before.text.encoding === 'latin1' ? ['The file is not UTF-8 now and becomes UTF-8.'] : []),
    ...(endings === 'crlf' && lineEndingsOf(content) === 'lf' ? ['The line endings change from CRLF to LF.'] : []),
    ...(before.text.text === content ? ['The file has this content already.'] : []),
  ];
};

const exists = (location: Location): LineclearError =>
  new LineclearError('conflict', `"${location.shown}" exists already.`, {
    hint: 'Use fs_edit to change parts of it, or set overwrite: true to replace it whole.',
    details: { reason: 'exists' },
    effect: 'none',
  });
