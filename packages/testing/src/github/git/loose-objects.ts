import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';

// Objects are read and written as git does it itself: a process for each would take most of the time of a test.

export type ObjectKind = 'blob' | 'tree' | 'commit';

/** Writes an object and yields its name. */
export const writeObject = async (gitDir: string, kind: ObjectKind, content: Uint8Array): Promise<string> => {
  const whole = Buffer.concat([Buffer.from(`${kind} ${content.byteLength}\0`), content]);
  const sha = createHash('sha1').update(whole).digest('hex');
  await mkdir(join(gitDir, 'objects', sha.slice(0, 2)), { recursive: true });
  await writeFile(pathOf(gitDir, sha), deflateSync(whole));
  return sha;
};

/** The content of an object of this kind that lies in a file of its own. What a push brought may lie in a pack: nothing then. */
export const readObject = async (gitDir: string, kind: ObjectKind, sha: string): Promise<Buffer | undefined> => {
  const found = await readWhole(gitDir, sha);
  return found?.kind === kind ? found.content : undefined;
};

/** An object's name, or of a commit the name of its tree; null where it is of another kind or not there, nothing where git has to be asked. */
export const peelObject = async (
  gitDir: string,
  { sha, kind }: { sha: string; kind: ObjectKind | 'tag' },
): Promise<string | null | undefined> => {
  if (!isObjectName(sha)) return undefined;
  const found = await readWhole(gitDir, sha);
  if (found === undefined) return (await hasPacks(gitDir)) ? undefined : null;
  if (found.kind === kind) return sha;
  if (found.kind === 'tag') return undefined;
  return found.kind === 'commit' && kind === 'tree'
    ? found.content.toString('latin1', 'tree '.length, 'tree '.length + 40)
    : null;
};

/** The size of an object that lies in a file of its own; nothing for others. */
export const sizeOf = async (gitDir: string, sha: string): Promise<number | undefined> =>
  (await readWhole(gitDir, sha))?.content.byteLength;

const hasPacks = async (gitDir: string): Promise<boolean> =>
  (await readdir(join(gitDir, 'objects/pack')).catch(() => ['unknown'])).length > 0;

/** `commit`, `tag`, … of an object that lies in a file of its own; nothing for others. */
export const kindOf = async (gitDir: string, sha: string): Promise<string | undefined> => (await readWhole(gitDir, sha))?.kind;

const readWhole = async (gitDir: string, sha: string): Promise<{ kind: string; content: Buffer } | undefined> => {
  if (!isObjectName(sha)) return undefined;
  const file = await readFile(pathOf(gitDir, sha)).catch(() => undefined);
  if (file === undefined) return undefined;
  const whole = inflateSync(file);
  const start = whole.indexOf(0);
  const [kind = ''] = whole.toString('latin1', 0, start).split(' ', 1);
  return { kind, content: whole.subarray(start + 1) };
};

export const isObjectName = (text: string): boolean => /^[0-9a-f]{40}$/.test(text);

/** One entry of a tree: mode as in a commit (`040000` for a folder). */
export interface TreePart {
  readonly mode: string;
  readonly name: string;
  readonly sha: string;
}

export const parseTree = (content: Buffer): readonly TreePart[] => {
  const parts: TreePart[] = [];
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(0x20, at);
    const end = content.indexOf(0, space);
    parts.push({
      mode: content.toString('latin1', at, space).padStart(6, '0'),
      name: content.toString('utf8', space + 1, end),
      sha: content.toString('hex', end + 1, end + 21),
    });
    at = end + 21;
  }
  return parts;
};

/** Git orders folders as if their names ended with a slash. */
export const treeContent = (parts: readonly TreePart[]): Buffer => {
  const key = ({ mode, name }: TreePart) => Buffer.from(mode === '040000' ? `${name}/` : name);
  const ordered = parts.map((part) => ({ part, key: key(part) })).toSorted((left, right) => Buffer.compare(left.key, right.key));
  return Buffer.concat(
    ordered.map(({ part: { mode, name, sha } }) =>
      Buffer.concat([Buffer.from(`${mode.replace(/^0+/, '')} ${name}\0`), Buffer.from(sha, 'hex')]),
    ),
  );
};

const pathOf = (gitDir: string, sha: string): string => join(gitDir, 'objects', sha.slice(0, 2), sha.slice(2));
