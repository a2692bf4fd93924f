import type { CommitObject } from './commit-object.ts';
import type { TreeEntry } from './loose-trees.ts';

/** The `--format` of `git log -z` that `commitsOf` reads. */
export const commitFormat = '%H%n%T%n%P%n%an%n%ae%n%aI%n%cn%n%ce%n%cI%n%B';

/** The commits that `git log -z` printed. */
export const commitsOf = (text: string): readonly CommitObject[] =>
  text
    .split('\0')
    .filter((entry) => entry !== '')
    .map(toCommit);

/** The entries that `git ls-tree -z --long` printed. */
export const entriesOf = (text: string): readonly TreeEntry[] =>
  text
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [facts = '', path = ''] = entry.split('\t');
      const [mode = '', type = '', sha = '', size = '-'] = facts.split(/ +/);
      return { mode, type, sha, path, size: size === '-' ? undefined : Number(size) };
    });

/** The refs that `git for-each-ref` printed as name of the object, its kind, name of the ref. */
export const refsOf = (text: string): readonly { ref: string; sha: string; type: string }[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [sha = '', type = '', ...name] = line.split(' ');
      return { ref: name.join(' '), sha, type };
    });

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
