import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { GitCommand, GitOutput } from './run-git.ts';
import { runGit } from './run-git.ts';

/** Who wrote something, and when: ISO 8601. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

export interface CommitObject {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

export interface TreeEntry {
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
  readonly path: string;
  /** Of blobs only. */
  readonly size: number | undefined;
}

/** A file that is written (`sha` of its blob or tree) or, with null, removed. */
export interface TreeChange {
  readonly path: string;
  readonly sha: string | null;
  readonly mode: string;
}

/** One real bare repository on disk. */
export class GitStore {
  readonly gitDir: string;
  readonly #facts = new Map<string, GitOutput>();
  #lastIndex = 0;

  constructor(gitDir: string) {
    this.gitDir = gitDir;
  }

  run(command: GitCommand): Promise<GitOutput> {
    return runGit(this.gitDir, command);
  }

  /** The same for a command whose answer never changes, because it names objects only. */
  async fact(command: GitCommand): Promise<GitOutput> {
    const key = command.args.join('\0');
    const output = this.#facts.get(key) ?? (await this.run(command));
    this.#facts.set(key, output);
    return output;
  }

  async init(defaultBranch: string): Promise<void> {
    await this.run({ args: ['init', '--quiet', '--bare', '--template=', `--initial-branch=${defaultBranch}`, this.gitDir] });
  }

  /** The object's full name, peeled to a kind: `main`, `commit`. Nothing where there is none. */
  async resolve(name: string, kind: 'commit' | 'tree' | 'blob' | 'tag' = 'commit'): Promise<string | undefined> {
    if (name === '' || name.startsWith('-')) return undefined;
    const loose = kind === 'commit' && name.startsWith('refs/heads/') ? await this.#looseRef(name) : undefined;
    if (loose !== undefined) return loose;
    const { code, text } = await this.run({
      args: ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{${kind}}`],
      allowed: [0, 1, 128],
    });
    return code === 0 ? text.trim() : undefined;
  }

  /** Full names of refs and what they point at, sorted by name. */
  async refs(prefix: string): Promise<readonly { ref: string; sha: string; type: string }[]> {
    const { text } = await this.run({ args: ['for-each-ref', '--format=%(objectname) %(objecttype) %(refname)', prefix] });
    return lines(text).map((line) => {
      const [sha = '', type = '', ...name] = line.split(' ');
      return { ref: name.join(' '), sha, type };
    });
  }

  async isRefName(ref: string): Promise<boolean> {
    return (await this.run({ args: ['check-ref-format', ref], allowed: [0, 1] })).code === 0;
  }

  async setRef(ref: string, sha: string): Promise<void> {
    await this.run({ args: ['update-ref', ref, sha] });
  }

  async deleteRef(ref: string): Promise<void> {
    await this.run({ args: ['update-ref', '-d', ref] });
  }

  async isAncestor(ancestor: string, descendant: string): Promise<boolean> {
    return (await this.fact({ args: ['merge-base', '--is-ancestor', ancestor, descendant], allowed: [0, 1] })).code === 0;
  }

  async mergeBase(one: string, other: string): Promise<string | undefined> {
    const { text } = await this.fact({ args: ['merge-base', one, other], allowed: [0, 1] });
    return text.trim() === '' ? undefined : text.trim();
  }

  async commit(sha: string): Promise<CommitObject> {
    const [found] = await this.log({ range: sha, limit: 1 });
    if (found === undefined) throw new Error(`no commit ${sha}`);
    return found;
  }

  /** Commits of a range of full names, newest first. */
  async log({ range, path, limit }: { range: string; path?: string; limit?: number }): Promise<readonly CommitObject[]> {
    const { text } = await this.fact({
      args: [
        'log',
        '-z',
        '--topo-order',
        '--format=%H%n%T%n%P%n%an%n%ae%n%aI%n%cn%n%ce%n%cI%n%B',
        ...(limit === undefined ? [] : [`--max-count=${limit}`]),
        range,
        '--',
        ...(path === undefined ? [] : [path]),
      ],
    });
    return text
      .split('\0')
      .filter((entry) => entry !== '')
      .map(toCommit);
  }

  async tree(sha: string, { isRecursive = false }: { isRecursive?: boolean } = {}): Promise<readonly TreeEntry[]> {
    const { text } = await this.fact({ args: ['ls-tree', '-z', '--long', ...(isRecursive ? ['-r', '-t'] : []), sha] });
    return toEntries(text);
  }

  /** What lies at a path of a commit. */
  async entry(commit: string, path: string): Promise<TreeEntry | undefined> {
    const { text } = await this.fact({ args: ['ls-tree', '-z', '--long', commit, '--', path.replace(/\/+$/, '')] });
    return toEntries(text)[0];
  }

  async blob(sha: string): Promise<Buffer> {
    return (await this.run({ args: ['cat-file', 'blob', sha] })).bytes;
  }

  writeBlob(content: Uint8Array): Promise<string> {
    return this.#writeObject('blob', content);
  }

  /** A tree with changes upon another one; upon nothing where there is none. */
  async writeTree({ base, changes }: { base: string | undefined; changes: readonly TreeChange[] }): Promise<string> {
    this.#lastIndex += 1;
    const env = { GIT_INDEX_FILE: join(this.gitDir, `sandbox-index-${this.#lastIndex}`) };
    await this.run({ args: ['read-tree', base ?? '--empty'], env });
    for (const { path, sha } of changes)
      if (sha === null) await this.run({ args: ['rm', '--cached', '-r', '--quiet', '--ignore-unmatch', '--', path], env });
    for (const { path, sha, mode } of changes)
      if (sha !== null && mode === '040000') await this.run({ args: ['read-tree', `--prefix=${path}/`, sha], env });
    const input = changes
      .filter(({ sha, mode }) => sha !== null && mode !== '040000')
      .map(({ path, sha, mode }) => `${mode} ${sha}\t${path}\0`)
      .join('');
    if (input !== '') await this.run({ args: ['update-index', '-z', '--add', '--replace', '--index-info'], env, input });
    return (await this.run({ args: ['write-tree'], env })).text.trim();
  }

  writeCommit({
    tree,
    parents,
    message,
    author,
    committer = author,
  }: Omit<CommitObject, 'sha' | 'committer'> & { committer?: Signature }): Promise<string> {
    const head = [
      `tree ${tree}`,
      ...parents.map((parent) => `parent ${parent}`),
      `author ${line(author)}`,
      `committer ${line(committer)}`,
    ];
    return this.#writeObject('commit', Buffer.from(`${head.join('\n')}\n\n${message}\n`));
  }

  /** Writes an object as git does; a process for each would take most of the time of a test. */
  async #writeObject(kind: string, content: Uint8Array): Promise<string> {
    const whole = Buffer.concat([Buffer.from(`${kind} ${content.byteLength}\0`), content]);
    const sha = createHash('sha1').update(whole).digest('hex');
    const folder = join(this.gitDir, 'objects', sha.slice(0, 2));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, sha.slice(2)), deflateSync(whole));
    return sha;
  }

  async #looseRef(ref: string): Promise<string | undefined> {
    if (ref.includes('..')) return undefined;
    const text = await readFile(join(this.gitDir, ref), 'utf8').catch(() => '');
    return /^[0-9a-f]{40}\n$/.test(text) ? text.trim() : undefined;
  }
}

const line = ({ name, email, date }: Signature): string => `${name} <${email}> ${Math.floor(Date.parse(date) / 1000)} +0000`;

const toEntries = (text: string): readonly TreeEntry[] =>
  text
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [facts = '', path = ''] = entry.split('\t');
      const [mode = '', type = '', sha = '', size = '-'] = facts.split(/ +/);
      return { mode, type, sha, path, size: size === '-' ? undefined : Number(size) };
    });

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

const toCommit = (entry: string): CommitObject => {
  const [sha = '', tree = '', parents = '', an = '', ae = '', ad = '', cn = '', ce = '', cd = '', ...message] = entry.split('\n');
  return {
    sha,
    tree,
    parents: parents.split(' ').filter((parent) => parent !== ''),
    author: { name: an, email: ae, date: utc(ad) },
    committer: { name: cn, email: ce, date: utc(cd) },
    message: message.join('\n').trimEnd(),
  };
};

const utc = (date: string): string => new Date(date).toISOString().replace('.000Z', 'Z');
