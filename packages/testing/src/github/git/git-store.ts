import { join } from 'node:path';
import { parseCommit } from './commit-object.ts';
import type { CommitObject, Signature } from './commit-object.ts';
import { commitFormat, commitsOf, entriesOf, refsOf } from './git-output.ts';
import { readLine, readMergeBase, readRange } from './loose-history.ts';
import { isObjectName, kindOf, peelObject, readObject, writeObject } from './loose-objects.ts';
import { initBare, isPlain, readRef, readRefs, removeRef, writeRef } from './loose-refs.ts';
import { readEntry, readTree } from './loose-trees.ts';
import type { TreeEntry } from './loose-trees.ts';
import type { GitCommand, GitOutput } from './run-git.ts';
import { runGit } from './run-git.ts';
import { writeFilesTree } from './write-tree.ts';

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
    await initBare(this.gitDir, defaultBranch);
  }

  /** The object's full name, peeled to a kind: `main`, `commit`. Nothing where there is none. */
  async resolve(name: string, kind: 'commit' | 'tree' | 'blob' | 'tag' = 'commit'): Promise<string | undefined> {
    if (name === '' || name.startsWith('-')) return undefined;
    const loose = await this.#looseObject(name, kind);
    if (loose !== undefined) return loose ?? undefined;
    const { code, text } = await this.run({
      args: ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{${kind}}`],
      allowed: [0, 1, 128],
    });
    return code === 0 ? text.trim() : undefined;
  }

  /** Full names of refs and what they point at, sorted by name. */
  async refs(prefix: string): Promise<readonly { ref: string; sha: string; type: string }[]> {
    const loose = await this.#looseRefs(prefix);
    if (loose !== undefined) return loose;
    const { text } = await this.run({ args: ['for-each-ref', '--format=%(objectname) %(objecttype) %(refname)', prefix] });
    return refsOf(text);
  }

  async isRefName(ref: string): Promise<boolean> {
    return isPlain(ref) || (await this.run({ args: ['check-ref-format', ref], allowed: [0, 1] })).code === 0;
  }

  async setRef(ref: string, sha: string): Promise<void> {
    if (!(await writeRef(this.gitDir, ref, sha))) await this.run({ args: ['update-ref', ref, sha] });
  }

  async deleteRef(ref: string): Promise<void> {
    if (!(await removeRef(this.gitDir, ref))) await this.run({ args: ['update-ref', '-d', ref] });
  }

  async isAncestor(ancestor: string, descendant: string): Promise<boolean> {
    const line = await readLine(this.gitDir, descendant);
    if (line !== undefined) return line.some(({ sha }) => sha === ancestor);
    return (await this.fact({ args: ['merge-base', '--is-ancestor', ancestor, descendant], allowed: [0, 1] })).code === 0;
  }

  async mergeBase(one: string, other: string): Promise<string | undefined> {
    const base = await readMergeBase(this.gitDir, { one, other });
    if (base !== undefined) return base?.sha;
    const { text } = await this.fact({ args: ['merge-base', one, other], allowed: [0, 1] });
    return text.trim() === '' ? undefined : text.trim();
  }

  async commit(sha: string): Promise<CommitObject> {
    const content = await readObject(this.gitDir, 'commit', sha);
    if (content !== undefined) return parseCommit({ sha, text: content.toString() });
    const [found] = await this.log({ range: sha, limit: 1 });
    if (found === undefined) throw new Error(`no commit ${sha}`);
    return found;
  }

  /** Commits of a range of full names, newest first. */
  async log({ range, path, limit }: { range: string; path?: string; limit?: number }): Promise<readonly CommitObject[]> {
    const commits = path === undefined ? await readRange(this.gitDir, range) : undefined;
    if (commits !== undefined) return commits.slice(0, limit);
    const { text } = await this.fact({
      args: [
        'log',
        '-z',
        '--topo-order',
        `--format=${commitFormat}`,
        ...(limit === undefined ? [] : [`--max-count=${limit}`]),
        range,
        '--',
        ...(path === undefined ? [] : [path]),
      ],
    });
    return commitsOf(text);
  }

  async tree(sha: string, { isRecursive = false }: { isRecursive?: boolean } = {}): Promise<readonly TreeEntry[]> {
    const loose = await readTree(this.gitDir, { sha, isRecursive });
    if (loose !== undefined) return loose;
    const { text } = await this.fact({ args: ['ls-tree', '-z', '--long', ...(isRecursive ? ['-r', '-t'] : []), sha] });
    return entriesOf(text);
  }

  /** What lies at a path of a commit. */
  async entry(commit: string, path: string): Promise<TreeEntry | undefined> {
    const place = path.replace(/\/+$/, '');
    const loose = await readEntry(this.gitDir, { commit, path: place });
    if (loose !== undefined) return loose ?? undefined;
    return entriesOf((await this.fact({ args: ['ls-tree', '-z', '--long', commit, '--', place] })).text)[0];
  }

  async blob(sha: string): Promise<Buffer> {
    return (await readObject(this.gitDir, 'blob', sha)) ?? (await this.run({ args: ['cat-file', 'blob', sha] })).bytes;
  }

  writeBlob(content: Uint8Array): Promise<string> {
    return writeObject(this.gitDir, 'blob', content);
  }

  /** A tree with changes upon another one; upon nothing where there is none. */
  async writeTree({ base, changes }: { base: string | undefined; changes: readonly TreeChange[] }): Promise<string> {
    const written = await writeFilesTree(this.gitDir, { base, changes });
    if (written !== undefined) return written;
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
    return writeObject(this.gitDir, 'commit', Buffer.from(`${head.join('\n')}\n\n${message}\n`));
  }

  /** The same as git lists them; nothing where it has to be asked. */
  async #looseRefs(prefix: string): Promise<readonly { ref: string; sha: string; type: string }[] | undefined> {
    const refs = await readRefs(this.gitDir, prefix);
    const typed = await Promise.all(
      (refs ?? []).map(async (one) => ({ ...one, type: (await kindOf(this.gitDir, one.sha)) ?? '' })),
    );
    return refs === undefined || typed.some(({ type }) => type === '') ? undefined : typed;
  }

  /** The object that a plain ref or a full name stands for, where no process has to be asked; null where there is certainly none. */
  async #looseObject(name: string, kind: 'commit' | 'tree' | 'blob' | 'tag'): Promise<string | null | undefined> {
    const named = isObjectName(name) ? name : await readRef(this.gitDir, name);
    return typeof named === 'string' ? peelObject(this.gitDir, { sha: named, kind }) : named;
  }
}

const line = ({ name, email, date }: Signature): string => `${name} <${email}> ${Math.floor(Date.parse(date) / 1000)} +0000`;
