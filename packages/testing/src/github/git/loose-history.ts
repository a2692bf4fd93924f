import { parseCommit } from './commit-object.ts';
import type { CommitObject } from './commit-object.ts';
import { readObject } from './loose-objects.ts';

// Of a history without merges everything can be said from its commits alone. With a merge in it, or a pack, git is asked.

/** The commit and those before it, newest first; nothing where the history is no line of loose commits. */
export const readLine = async (gitDir: string, sha: string): Promise<readonly CommitObject[] | undefined> => {
  const line: CommitObject[] = [];
  for (let next: string | undefined = sha; next !== undefined;) {
    const content = await readObject(gitDir, 'commit', next);
    if (content === undefined) return undefined;
    const commit = parseCommit({ sha: next, text: content.toString() });
    if (commit.parents.length > 1) return undefined;
    line.push(commit);
    next = commit.parents[0];
  }
  return line;
};

/** The commits of `last` or of `first..last`, newest first. */
export const readRange = async (gitDir: string, range: string): Promise<readonly CommitObject[] | undefined> => {
  const [first, last] = range.includes('..') ? range.split('..') : [undefined, range];
  const [before, line] = await Promise.all([first === undefined ? [] : readLine(gitDir, first), readLine(gitDir, last ?? '')]);
  if (before === undefined || line === undefined) return undefined;
  const known = new Set(before.map(({ sha }) => sha));
  return line.filter(({ sha }) => !known.has(sha));
};

/** The newest commit that both have, null where there is none. */
export const readMergeBase = async (
  gitDir: string,
  { one, other }: { one: string; other: string },
): Promise<CommitObject | null | undefined> => {
  const [line, second] = await Promise.all([readLine(gitDir, one), readLine(gitDir, other)]);
  if (line === undefined || second === undefined) return undefined;
  const known = new Set(second.map(({ sha }) => sha));
  return line.find(({ sha }) => known.has(sha)) ?? null;
};
