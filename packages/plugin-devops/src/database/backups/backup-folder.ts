import { constants } from 'node:fs';
import { type FileHandle, link, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LineclearError } from '@lineclear/core/plugin';
import { type Manifest, manifest } from './manifest.ts';

const mostManifestBytes = 8 << 20;

/** The ids of what looks like a backup of a database, the newest first. */
export const listBackups = async ({ folder, database }: { folder: string; database: string }): Promise<readonly string[]> => {
  const names = await readdir(folder).catch((error: unknown) => {
    throw noFolder(error);
  });
  return names
    .flatMap((name) => (/^.+-\d{8}T\d{6}Z-[a-z0-9]{8}\.json$/.test(name) ? [name.slice(0, -'.json'.length)] : []))
    .filter((id) => id.slice(0, -'-20260101T000000Z-00000000'.length) === database)
    .toSorted()
    .toReversed();
};

/** What is written of a backup; undefined where it cannot be read, or is of another kind. */
export const readManifest = async ({ folder, id }: { folder: string; id: string }): Promise<Manifest | undefined> => {
  const handle = await openFile(join(folder, `${id}.json`));
  if (handle === undefined) return undefined;
  try {
    if ((await handle.stat()).size > mostManifestBytes) return undefined;
    const parsed = manifest.safeParse(JSON.parse(await handle.readFile('utf8')));
    return parsed.success && parsed.data.id === id ? parsed.data : undefined;
  } catch {
    // No JSON: whatever it is, it is no manifest.
    return undefined;
  } finally {
    await handle.close();
  }
};

/** Opens the file of a backup for reading, where it is a file and no link; undefined otherwise. */
export const openBackup = ({ folder, id }: { folder: string; id: string }): Promise<FileHandle | undefined> =>
  openFile(join(folder, `${id}.dump`));

/** Fills a new file by `fill`, and gives it its names at the end: whoever sees the manifest sees all of the backup. */
export const writeBackup = async ({
  folder,
  id,
  fill,
}: {
  folder: string;
  id: string;
  fill: (handle: FileHandle) => Promise<Manifest>;
}): Promise<Manifest> => {
  const [dump, notes] = [`${id}.dump`, `${id}.json`].map((name) => ({
    part: join(folder, `.${name}.part`),
    whole: join(folder, name),
  }));
  if (dump === undefined || notes === undefined) throw new Error('There are two files.');
  try {
    const made = await writeNew({ path: dump.part, write: fill });
    await writeNew({ path: notes.part, write: (handle) => handle.writeFile(JSON.stringify(made, null, 2)) });
    // A link does not replace what has the name already.
    await link(dump.part, dump.whole);
    await rename(notes.part, notes.whole);
    return made;
  } finally {
    await Promise.all([dump, notes].map(({ part }) => rm(part, { force: true })));
  }
};

const writeNew = async <Result>({
  path,
  write,
}: {
  path: string;
  write: (handle: FileHandle) => Promise<Result>;
}): Promise<Result> => {
  const handle = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600).catch(
    (error: unknown) => {
      throw noFolder(error);
    },
  );
  try {
    const result = await write(handle);
    await handle.sync();
    return result;
  } finally {
    await handle.close();
  }
};

const openFile = async (path: string): Promise<FileHandle | undefined> => {
  // A pipe would keep whoever opens it waiting.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;
  const handle = await open(path, flags).catch(() => undefined);
  if (handle === undefined) return undefined;
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  return undefined;
};

const noFolder = (cause: unknown): LineclearError =>
  new LineclearError('not_configured', 'The folder of the backups cannot be used.', {
    hint: 'Make the folder that the profile names as backups, and let this account write there.',
    details: { reason: 'no_folder', errno: cause instanceof Error && 'code' in cause ? cause.code : undefined },
    effect: 'none',
    cause,
  });
