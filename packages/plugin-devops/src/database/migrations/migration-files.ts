import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LineclearError, quoted } from '@lineclear/core/plugin';
import { sha256Hex } from '../../digest/sha256.ts';
import { scriptOf, type Script } from './script.ts';

/** One migration of the folder, with the file that takes it back where there is one. */
export interface Migration {
  /** The digits at the beginning of the name, as they stand there. */
  readonly version: string;
  readonly name: string;
  readonly up: MigrationFile;
  readonly down: MigrationFile | undefined;
}

export interface MigrationFile {
  readonly file: string;
  readonly sha256: string;
  readonly script: Script;
}

/** The migrations of a folder in the order of their versions. Files whose names are no migration's are left alone. */
export const readMigrations = async (folder: string): Promise<readonly Migration[]> => {
  const names = await namesIn(folder);
  const ups = names.flatMap((file) => toVersion(file) ?? []).filter(({ isDown }) => !isDown);
  const migrations = await Promise.all(
    ups.map(async ({ file, version, name }): Promise<Migration> => {
      const downFile = names.find((other) => other === file.replace(/\.sql$/, '.down.sql'));
      const [up, down] = await Promise.all([
        readScript({ folder, file }),
        downFile === undefined ? undefined : readScript({ folder, file: downFile }),
      ]);
      return { version, name, up, down };
    }),
  );
  const sorted = migrations.toSorted((one, other) => compareVersions(one.version, other.version));
  const twice = sorted.find((one, index) => index > 0 && compareVersions(one.version, sorted[index - 1]?.version ?? '') === 0);
  if (twice === undefined) return sorted;
  throw problem({ text: `Two migrations have the version ${twice.version}.`, reason: 'version_taken' });
};

/** By number, however many zeros stand before it. */
export const compareVersions = (one: string, other: string): number => {
  const [first, second] = [BigInt(one || 0), BigInt(other || 0)];
  return first < second ? -1 : Number(first > second);
};

const fileName = /^(?<version>\d{1,20})_(?<name>[A-Za-z0-9_-]{1,100}?)(?<down>\.down)?\.sql$/;

const toVersion = (file: string) => {
  const { version, name, down } = fileName.exec(file)?.groups ?? {};
  return version === undefined || name === undefined ? undefined : { file, version, name, isDown: down !== undefined };
};

const mostBytes = 4 << 20;

const readScript = async ({ folder, file }: { folder: string; file: string }): Promise<MigrationFile> => {
  // A link may lead to a file that is no migration; a pipe would keep whoever opens it waiting.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;
  const handle = await open(join(folder, file), flags).catch((error: unknown) => {
    throw problem({
      text: `${quoted(file)} cannot be read: it has to be a file, and no link.`,
      reason: 'unreadable',
      cause: error,
    });
  });
  try {
    const facts = await handle.stat();
    if (!facts.isFile() || facts.size > mostBytes) {
      throw problem({ text: `${quoted(file)} is no file of at most ${mostBytes} bytes.`, reason: 'unreadable' });
    }
    const bytes = await handle.readFile();
    const text = bytes.toString('utf8');
    if (Buffer.compare(Buffer.from(text), bytes) !== 0 || text.includes('\0')) {
      throw problem({ text: `${quoted(file)} is no text in UTF-8.`, reason: 'no_text' });
    }
    return { file, sha256: sha256Hex(bytes), script: scriptOf(text) };
  } finally {
    await handle.close();
  }
};

const namesIn = async (folder: string): Promise<readonly string[]> => {
  try {
    return (await readdir(folder)).toSorted();
  } catch (error) {
    throw problem({ text: 'The folder of the migrations cannot be read.', reason: 'no_folder', cause: error });
  }
};

const problem = ({ text, reason, cause }: { text: string; reason: string; cause?: unknown }): LineclearError =>
  new LineclearError('not_configured', text, {
    hint: 'Correct the folder that the profile names as migrations.',
    details: { reason: `migrations_${reason}` },
    effect: 'none',
    cause,
  });
