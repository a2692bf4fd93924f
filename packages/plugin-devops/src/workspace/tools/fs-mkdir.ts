import { dirname } from 'node:path';
import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { Location } from '../../files/confinement.ts';
import { workspace } from '../connection.ts';
import type { WorkspaceReader } from '../workspace.ts';

export const fsMkdir = workspace.write({
  name: 'fs_mkdir',
  title: 'Make a folder',
  toolset: 'workspace',
  risk: 'reversible',
  description: 'Make an empty folder. fs_write makes the folders of its file by itself.',
  input: z.strictObject({
    path: z.string().describe('Such as "docs/plans".'),
    parents: z.boolean().default(false).describe('Make missing folders above it too.'),
  }),
  output: z.object({ path: z.string(), made: z.int() }),
  preview: async ({ input, reader, profile }) => {
    const location = await reader.locateTarget({ path: input.path, last: 'follow' });
    if (location.exists) throw exists(location.shown);
    const { missing, nearest } = await foldersAbove({ reader, location });
    if ((await reader.inspect({ path: nearest.real })).kind !== 'folder') throw underFile(nearest.shown);
    if (missing.length > 0 && !input.parents) throw noParent({ shown: location.shown, parent: missing[0] ?? nearest.shown });
    const makes = [...missing.toReversed(), location.shown];
    return {
      description: `Make the folder "${location.shown}" in ${profile.name}${missing.length > 0 ? `, and ${missing.length} above it` : ''}.`,
      guard: { makes },
      details: { makes },
      warnings: [],
    };
  },
  execute: async ({ input, writer, guard }) => {
    const location = await writer.locateTarget({ path: input.path, last: 'follow' });
    await writer.makeFolder({ location, parents: input.parents });
    return { path: location.shown, made: guard.makes.length };
  },
  verify: async ({ input, reader }) => ({ exists: (await reader.locate({ path: input.path })).exists }),
  reconcile: async ({ input, reader, guard }) => {
    if ((await reader.locate({ path: input.path })).exists) return 'executed';
    const first = await reader.locate({ path: guard.makes[0] ?? input.path });
    return first.exists ? 'unknown' : 'failed';
  },
});

/** The folders above that do not exist, the nearest first, and the first one that does. */
const foldersAbove = async ({ reader, location }: { reader: WorkspaceReader; location: Location }) => {
  const missing: string[] = [];
  for (let path = dirname(location.real); ; path = dirname(path)) {
    const above = await reader.locate({ path });
    if (above.exists) return { missing, nearest: above };
    missing.push(above.shown);
    // Each is looked for along its whole path, so a long chain would take the time of its cube.
    if (missing.length > maxMissing) throw tooDeep();
  }
};

const maxMissing = 30;

const tooDeep = (): LineclearError =>
  new LineclearError('invalid_input', `More than ${maxMissing} folders above this one do not exist.`, {
    hint: 'Make a shorter path first.',
    details: { reason: 'too_deep' },
    effect: 'none',
  });

const exists = (shown: string): LineclearError =>
  new LineclearError('conflict', `"${shown}" exists already.`, {
    hint: 'Look at it with fs_info, or choose another name.',
    details: { reason: 'exists' },
    effect: 'none',
  });

const underFile = (shown: string): LineclearError =>
  new LineclearError('invalid_input', `"${shown}" is not a folder.`, {
    hint: 'Use fs_list on the folder that holds it.',
    details: { reason: 'not_a_folder' },
    effect: 'none',
  });

const noParent = ({ shown, parent }: { shown: string; parent: string }): LineclearError =>
  new LineclearError('not_found', `The folder "${parent}" above "${shown}" does not exist.`, {
    hint: 'Set parents: true to make it too.',
    details: { reason: 'no_parent' },
    effect: 'none',
  });
