import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { workspace } from '../connection.ts';
import { holds } from '../../files/confinement.ts';
import { absent } from '../../files/content.ts';
import type { EntryFacts } from '../../files/listing.ts';
import { checkSamePlace } from '../../files/target.ts';
import type { WorkspaceReader } from '../workspace.ts';

export const fsMove = workspace.write({
  name: 'fs_move',
  title: 'Move',
  toolset: 'workspace',
  risk: 'destructive',
  description: 'Move or rename a file, folder or link. Use fs_delete to remove one.',
  input: z.strictObject({
    from: z.string().describe('Such as "src/old.ts".'),
    to: z.string().describe('The whole new path, such as "src/new.ts".'),
    overwrite: z.boolean().default(false).describe('Replace a file that is there.'),
  }),
  output: z.object({ from: z.string(), to: z.string(), overwritten: z.boolean() }),
  classify: ({ input }) => (input.overwrite ? {} : { risk: 'reversible' }),
  preview: async ({ input, reader, signal, profile }) => {
    const from = await reader.locateTarget({ path: input.from, last: 'keep' });
    const to = await reader.locateTarget({ path: input.to, last: 'keep' });
    const source = await reader.inspect({ path: from.real });
    const replaced = await reader.survey({ location: to, signal });
    if (from.real === to.real) throw refuse({ reason: 'same_path', message: 'Both paths mean the same place.' });
    if (holds(from.real, to.real)) throw refuse({ reason: 'into_itself', message: `"${to.shown}" is inside what would move.` });
    if (replaced !== undefined && !input.overwrite) throw exists(to.shown);
    if (replaced !== undefined && (replaced.kind === 'folder' || source.kind === 'folder')) {
      throw refuse({ reason: 'is_folder', message: `"${to.shown}" exists, and only a file can replace a file.` });
    }
    return {
      description: `Move the ${source.kind} "${from.shown}" to "${to.shown}" in ${profile.name}${replaced === undefined ? '' : ', replacing what is there'}.`,
      guard: { from: from.shown, to: to.shown, moved: identityOf(source), replaced: replaced?.hash ?? absent },
      details: { kind: source.kind, ...(replaced === undefined ? {} : { replaced_bytes: replaced.bytes }) },
      warnings: source.kind === 'link' ? ['The link itself moves; a relative link then points elsewhere.'] : [],
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const from = await writer.locateTarget({ path: input.from, last: 'keep' });
    const to = await writer.locateTarget({ path: input.to, last: 'keep' });
    checkSamePlace({ location: from, previewed: guard.from });
    checkSamePlace({ location: to, previewed: guard.to });
    const there = await writer.survey({ location: to, signal });
    if ((there?.hash ?? absent) !== guard.replaced) throw exists(to.shown);
    await writer.move({ from, to, overwrite: input.overwrite });
    return { from: from.shown, to: to.shown, overwritten: guard.replaced !== absent };
  },
  verify: async ({ input, reader }) => ({
    from_exists: await isThere(reader, input.from),
    to_exists: await isThere(reader, input.to),
  }),
  // A move that stopped between its two steps leaves both names: neither "executed" nor "failed".
  reconcile: async ({ input, reader, guard }) => {
    const [from, to] = await Promise.all([entryAt({ reader, path: input.from }), entryAt({ reader, path: input.to })]);
    if (from.shown !== guard.from || to.shown !== guard.to) return 'unknown';
    if (from.identity === undefined && to.identity === guard.moved) return 'executed';
    return from.identity === guard.moved && to.identity !== guard.moved ? 'failed' : 'unknown';
  },
});

// A folder's times change with what is in it, which moves along; renaming changes only the change time.
const identityOf = ({ kind, facts }: EntryFacts): string =>
  [kind, facts.dev, facts.ino, ...(kind === 'folder' ? [] : [facts.size, facts.mtimeMs])].join(':');

const isThere = async (reader: WorkspaceReader, path: string): Promise<boolean> =>
  (await reader.locate({ path, last: 'keep' })).exists;

const entryAt = async ({ reader, path }: { reader: WorkspaceReader; path: string }) => {
  const { shown, real, exists: isThereNow } = await reader.locate({ path, last: 'keep' });
  return { shown, identity: isThereNow ? identityOf(await reader.inspect({ path: real })) : undefined };
};

const exists = (shown: string): LineclearError =>
  new LineclearError('conflict', `"${shown}" exists already.`, {
    hint: 'Choose another name (the whole new path, not only its folder), or set overwrite: true to replace a file.',
    details: { reason: 'exists' },
    effect: 'none',
  });

const refuse = ({ reason, message }: { reason: string; message: string }): LineclearError =>
  new LineclearError('invalid_input', message, {
    hint: 'Name another target, or delete it first with fs_delete.',
    details: { reason },
  });
