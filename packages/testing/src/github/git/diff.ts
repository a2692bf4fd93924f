import type { GitStore } from './git-store.ts';

export interface ChangedFile {
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'changed';
  readonly path: string;
  readonly previousPath: string | undefined;
  /** The blob after the change; the one before where the file is gone. */
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  /** Nothing where the file is binary, or only renamed. */
  readonly patch: string | undefined;
}

/** The files that differ between two commits or trees. */
export const changedFiles = async (
  git: GitStore,
  { from, to }: { from: string; to: string },
): Promise<readonly ChangedFile[]> => {
  const range = ['-M', '--no-ext-diff', '--no-textconv', from, to];
  const { text } = await git.fact({ args: ['diff', '--raw', '--numstat', '--patch', '--no-abbrev', '-z', ...range] });
  // No name is empty: two ends in a row are where the patch begins.
  const [facts = ''] = text.split('\0\0', 1);
  const diff = text.slice(facts.length + 2);
  const parts = facts.split('\0').filter((part) => part !== '');
  const raw = rawEntries(parts);
  const counts = countsByPath(parts);
  const patches = patchesOf(diff);
  return raw.map((entry, index) => {
    const [additions, deletions] = counts.get(entry.path) ?? [0, 0];
    return { ...entry, additions, deletions, patch: patches[index] };
  });
};

/** The unified diff of two commits or trees, as `git diff` prints it. */
export const unifiedDiff = async (git: GitStore, { from, to }: { from: string; to: string }): Promise<string> =>
  (await git.fact({ args: ['diff', '-M', '--no-ext-diff', '--no-textconv', from, to] })).text;

const statuses = { A: 'added', D: 'removed', R: 'renamed', T: 'changed' } as const;

/** Takes the raw entries, which come first, out of the parts. */
const rawEntries = (parts: string[]): Omit<ChangedFile, 'additions' | 'deletions' | 'patch'>[] => {
  const entries: Omit<ChangedFile, 'additions' | 'deletions' | 'patch'>[] = [];
  while (parts[0]?.startsWith(':')) {
    const [, , before = '', after = '', letter = 'M'] = (parts.shift() ?? '').split(' ');
    const first = parts.shift() ?? '';
    const second = letter.startsWith('R') ? parts.shift() : undefined;
    const status = Object.entries(statuses).find(([key]) => letter.startsWith(key))?.[1] ?? 'modified';
    const previousPath = second === undefined ? undefined : first;
    entries.push({ status, path: second ?? first, previousPath, sha: status === 'removed' ? before : after });
  }
  return entries;
};

const countsByPath = (parts: string[]): ReadonlyMap<string, readonly [number, number]> => {
  const counts = new Map<string, readonly [number, number]>();
  while (parts.length > 0) {
    const [additions = '', deletions = '', path = ''] = (parts.shift() ?? '').split('\t');
    // A renamed file has its two names in entries of their own.
    if (path === '') parts.shift();
    const name = path === '' ? (parts.shift() ?? '') : path;
    // Binary files are counted as a dash.
    counts.set(name, [Number(additions) || 0, Number(deletions) || 0]);
  }
  return counts;
};

const patchesOf = (diff: string): readonly (string | undefined)[] =>
  diff
    .split(/^diff --git /m)
    .slice(1)
    .map((section) => {
      const start = section.search(/^@@ /m);
      return start === -1 ? undefined : section.slice(start).replace(/\n$/, '');
    });
