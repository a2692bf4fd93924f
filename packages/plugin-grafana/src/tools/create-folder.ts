import { LineclearError, type Preview, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { renameArguments } from '../aliases/rename-arguments.ts';
import { needsGrafana } from '../client/needs-grafana.ts';
import { grafana } from '../connection.ts';
import { slugOf } from '../dashboards/normalise/slug.ts';
import { createFolder as postFolder, findFolder } from '../folders/folders.ts';
import { shownFolder, showFolder } from '../folders/show-folder.ts';
import { isUid } from '../schemas/uid.ts';

interface FolderGuard {
  readonly uid: string;
  /** The title of the folder that has the uid already. */
  readonly taken: string | null;
  /** The title of the folder that it is made in; null at the top. */
  readonly parent: string | null;
}

export const createFolder = grafana.write({
  name: 'create_folder',
  title: 'Create a folder',
  toolset: 'dashboards',
  risk: 'additive',
  offered: needsGrafana,
  description: 'Create a folder for dashboards and alert rules. Use list_folders to see those that there are.',
  input: z.strictObject({
    title: z.string().min(1).max(190).describe('Such as Tunnel Monitoring'),
    uid: z.string().optional().describe('From the title if absent'),
    parent_uid: z.string().optional().describe('The folder it is in'),
  }),
  output: shownFolder,
  aliases: [
    {
      name: 'mcp_grafana_create_folder',
      input: renameArguments({ parentUid: 'parent_uid', parentUID: 'parent_uid' }),
      output: (answer) => {
        const { status, result } = answer;
        if (status !== 'executed' || typeof result !== 'object' || result === null || Array.isArray(result)) return answer;
        const { parent_uid: parentUid, ...folder } = result;
        return { ...folder, ...(parentUid !== '' && { parentUid: parentUid ?? null }) };
      },
    },
  ],
  async preview({ input, reader, profile, signal }): Promise<Preview<FolderGuard>> {
    const { title, parent_uid: parentUid } = input;
    const uid = input.uid ?? slugOf(title);
    if (!isUid(uid)) throw noUid();
    const [taken, parent] = await Promise.all([
      findFolder({ uid, reader, signal }),
      parentUid === undefined ? undefined : findFolder({ uid: parentUid, reader, signal }),
    ]);
    if (parentUid !== undefined && parent === undefined) throw noParent(parentUid);
    const within = parent === undefined ? 'at the top' : `in ${quoted(parent.title)}`;
    return {
      description: `Create the folder ${quoted(title)} (uid ${uid}) ${within} in ${profile.name}.`,
      guard: { uid, taken: taken?.title ?? null, parent: parent?.title ?? null },
      changes: [`+ folder ${quoted(title)} (${uid}) ${within}`],
      ...(taken !== undefined && { refusal: takenBy({ uid, title: taken.title }) }),
    };
  },
  async execute({ input, writer, guard, signal }) {
    const { title, parent_uid: parentUid } = input;
    const folder = await postFolder({ uid: guard.uid, title, parentUid, writer, signal });
    return showFolder({ folder, reader: writer.reader });
  },
  verify: async ({ output, reader, signal }) => ({
    exists: (await findFolder({ uid: output.uid, reader, signal })) !== undefined,
  }),
  // Not there is no proof that it failed: a request that was given up may be at work.
  async reconcile({ input, reader, guard, signal }) {
    const folder = await findFolder({ uid: guard.uid, reader, signal });
    return folder?.title === input.title ? { result: showFolder({ folder, reader }) } : 'unknown';
  },
});

const noUid = (): LineclearError =>
  new LineclearError('invalid_input', 'The folder has no uid that Grafana accepts.', {
    hint: 'Give a uid of at most 40 letters, digits, - and _.',
    details: { reason: 'folder_uid' },
  });

const noParent = (uid: string): LineclearError =>
  new LineclearError('not_found', `There is no folder ${quoted(uid)} to put it in.`, {
    hint: 'Use list_folders, or create that folder first.',
    details: { reason: 'parent_folder' },
  });

const takenBy = ({ uid, title }: { uid: string; title: string }): LineclearError =>
  new LineclearError('conflict', `There is a folder with the uid ${quoted(uid)} already.`, {
    hint: 'Use that folder, or take another title or uid.',
    details: { reason: 'folder_exists', uid, title },
    effect: 'none',
  });
