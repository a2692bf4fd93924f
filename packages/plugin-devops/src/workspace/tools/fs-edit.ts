import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { workspace } from '../connection.ts';
import { sha256Hex } from '../../digest/sha256.ts';
import { counted } from '../../text/counted.ts';
import { applyEdits } from '../edits.ts';
import { encodeFor } from '../../files/replace-text.ts';
import { checkNotReadOnly, checkSamePlace } from '../../files/target.ts';
import { unifiedDiff } from '../../text/unified-diff.ts';
import type { WorkspaceReader } from '../workspace.ts';

const input = z.strictObject({
  path: z.string().describe('Such as "src/main.ts".'),
  edits: z
    .array(
      z.strictObject({
        old: z.string().min(1).describe('The exact text now, without line numbers.'),
        new: z.string().describe('The text instead.'),
        expected_replacements: z.int().min(1).default(1).describe('How often old occurs.'),
      }),
    )
    .min(1)
    .describe('Applied in this order, all or none.'),
});

export const fsEdit = workspace.write({
  name: 'fs_edit',
  title: 'Edit a file',
  toolset: 'workspace',
  risk: 'reversible',
  description: 'Replace exact texts in a file; encoding and line endings stay. Use fs_write for whole files.',
  input,
  output: z.object({ path: z.string(), bytes: z.int(), replacements: z.int() }),
  preview: async ({ input: wanted, reader, profile }) => {
    const { location, guard, text, edited } = await edit({ wanted, reader });
    return {
      description: `Edit "${location.shown}" in ${profile.name}: ${counted(replacementsIn(wanted), 'replacement')}.`,
      guard,
      changes: unifiedDiff({ before: text, after: edited, name: location.shown, maxCharacters: 20_000 }),
    };
  },
  execute: async ({ input: wanted, writer, guard }) => {
    const location = await writer.locateTarget({ path: wanted.path, last: 'follow' });
    checkSamePlace({ location, previewed: guard.path });
    const before = await writer.readContent(location);
    if (before?.text === undefined || before.sha256 !== guard.sha256) throw changed(location.shown);
    const text = applyEdits({ text: before.text.text, edits: wanted.edits, shown: location.shown });
    const bytes = await writer.replaceText({ location, text, encoding: before.text.encoding, expected: guard.sha256 });
    return { path: location.shown, bytes, replacements: replacementsIn(wanted) };
  },
  verify: async ({ input: wanted, reader }) => {
    const { content } = await reader.readText({ path: wanted.path });
    return { bytes: content.bytes, sha256: content.sha256 };
  },
  reconcile: async ({ input: wanted, reader, guard }) => {
    const { location, content } = await reader.readText({ path: wanted.path });
    if (location.shown !== guard.path) return 'unknown';
    if (content.sha256 === guard.after) return 'executed';
    return content.sha256 === guard.sha256 ? 'failed' : 'unknown';
  },
});

type Wanted = z.output<typeof input>;

const edit = async ({ wanted, reader }: { wanted: Wanted; reader: WorkspaceReader }) => {
  const location = await reader.locateTarget({ path: wanted.path, last: 'follow' });
  const { text, encoding, content } = await reader.readText({ path: wanted.path });
  checkNotReadOnly({ location, mode: content.mode });
  const edited = applyEdits({ text, edits: wanted.edits, shown: location.shown });
  if (edited === text) {
    throw new LineclearError('invalid_input', 'These edits change nothing.', {
      hint: 'Make new different from old.',
      details: { reason: 'no_change' },
    });
  }
  const bytes = encodeFor({ text: edited, encoding, shown: location.shown, maxBytes: reader.maxFileBytes });
  return { location, guard: { path: location.shown, sha256: content.sha256, after: sha256Hex(bytes) }, text, edited };
};

const replacementsIn = ({ edits }: Wanted): number =>
  edits.reduce((sum, { expected_replacements }) => sum + expected_replacements, 0);

const changed = (shown: string): LineclearError =>
  new LineclearError('conflict', `"${shown}" changed since it was previewed; nothing was written.`, {
    hint: 'Read it again, then preview again.',
    details: { reason: 'content_changed' },
    effect: 'none',
  });
