import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { Location } from '../../files/confinement.ts';
import { workspace } from '../connection.ts';
import { absent } from '../../files/content.ts';
import type { ReadContent } from '../../files/content.ts';
import { counted } from '../../text/counted.ts';
import { checkSamePlace } from '../../files/target.ts';
import type { Survey } from '../../files/tree.ts';
import type { WorkspaceReader } from '../workspace.ts';

export const fsDelete = workspace.write({
  name: 'fs_delete',
  title: 'Delete',
  toolset: 'workspace',
  risk: 'destructive',
  description: 'Delete a file, a link, or with recursive a folder and all in it. Use fs_move to put something aside.',
  input: z.strictObject({
    path: z.string().describe('Such as "build/cache".'),
    recursive: z.boolean().default(false).describe('Needed for a folder that is not empty.'),
  }),
  output: z.object({ path: z.string(), files: z.int(), folders: z.int(), bytes: z.int() }),
  preview: async ({ input, reader, signal, profile }) => {
    const location = await reader.locateTarget({ path: input.path, last: 'keep' });
    const survey = await reader.survey({ location, signal });
    if (survey === undefined) throw notThere(location.shown);
    if (survey.kind === 'folder' && !input.recursive && survey.files + survey.folders > 1) throw notEmpty(location.shown);
    const { kind, files, folders, bytes, first, holdsGit } = survey;
    const within =
      kind === 'folder' ? ` with ${counted(files, 'file')} in ${counted(folders, 'folder')}, ${counted(bytes, 'byte')}` : '';
    return {
      description: `Delete the ${kind} "${location.shown}"${within} in ${profile.name}.`,
      guard: {
        path: location.shown,
        state: await stateOf({ location, survey, readContent: reader.readContent, maxBytes: reader.maxFileBytes }),
      },
      details: { kind, files, folders, bytes, ...(kind === 'folder' ? { first, left_out: files - first.length } : {}) },
      warnings: holdsGit ? ['A git repository is in this folder: its history is lost.'] : [],
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const location = await writer.locateTarget({ path: input.path, last: 'keep' });
    checkSamePlace({ location, previewed: guard.path });
    const survey = await writer.survey({ location, signal });
    const { readContent, maxFileBytes: maxBytes } = writer;
    if (survey === undefined || (await stateOf({ location, survey, readContent, maxBytes })) !== guard.state)
      throw changed(location.shown);
    await writer.remove({ location });
    return { path: location.shown, files: survey.files, folders: survey.folders, bytes: survey.bytes };
  },
  verify: async ({ input, reader }) => ({ exists: (await locate({ path: input.path, reader })).exists }),
  reconcile: async ({ input, reader, guard, signal }) => {
    const location = await locate({ path: input.path, reader });
    if (location.shown !== guard.path) return 'unknown';
    const survey = await reader.survey({ location, signal });
    if (survey === undefined) return 'executed';
    const now = await stateOf({ location, survey, readContent: reader.readContent, maxBytes: reader.maxFileBytes });
    return now === guard.state ? 'failed' : 'unknown';
  },
});

const locate = ({ path, reader }: { path: string; reader: WorkspaceReader }): Promise<Location> =>
  reader.locate({ path, last: 'keep' });

/** What a deletion is bound to: the content of a file, and for everything else the names, sizes and times. */
const stateOf = async (request: {
  location: Location;
  survey: Survey;
  readContent: ReadContent;
  maxBytes: number;
}): Promise<string> => {
  const { location, survey, readContent, maxBytes } = request;
  if (survey.kind !== 'file' || survey.bytes > maxBytes) return survey.hash;
  return (await readContent(location))?.sha256 ?? absent;
};

const notThere = (shown: string): LineclearError =>
  new LineclearError('not_found', `"${shown}" does not exist.`, { hint: 'Use fs_list to see what is there.' });

const notEmpty = (shown: string): LineclearError =>
  new LineclearError('invalid_input', `"${shown}" is a folder that is not empty.`, {
    hint: 'Set recursive: true to delete all that is in it.',
    details: { reason: 'not_empty' },
  });

const changed = (shown: string): LineclearError =>
  new LineclearError('conflict', `"${shown}" changed since it was previewed; nothing was deleted.`, {
    hint: 'Preview again to see what would be deleted now.',
    details: { reason: 'content_changed' },
    effect: 'none',
  });
