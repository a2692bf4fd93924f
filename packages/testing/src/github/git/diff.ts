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
  const { text: raw } = await git.fact({ args: ['diff', '--raw', '--no-abbrev', '-z', ...range] });
  const { text: numbers } = await git.fact({ args: ['diff', '--numstat', '-z', ...range] });
  const counts = countsByPath(numbers);
  const patches = patchesOf(await unifiedDiff(git, { from, to }));
  return rawEntries(raw).map((entry, index) => {
    const [additions, deletions] = counts.get(entry.path) ?? [0, 0];
    return { ...entry, additions, deletions, patch: patches[index] };
  });
};

/** The unified diff of two commits or trees, as `git diff` prints it. */
export const unifiedDiff = async (git: GitStore, { from, to }: { from: string; to: string }): Promise<string> =>
  (await git.fact({ args: ['diff', '-M', '--no-ext-diff', '--no-textconv', from, to] })).text;

const statuses = { A: 'added', D: 'removed', R: 'renamed', T: 'changed' } as const;

const rawEntries = (text: string): Omit<ChangedFile, 'additions' | 'deletions' | 'patch'>[] => {
  const parts = text.split('\0').filter((part) => part !== '');
  const entries: Omit<ChangedFile, 'additions' | 'deletions' | 'patch'>[] = [];
  while (parts.length > 0) {
    const [, , before = '', after = '', letter = 'M'] = (parts.shift() ?? '').split(' ');
    const first = parts.shift() ?? '';
    const second = letter.startsWith('R') ? parts.shift() : undefined;
    const status = Object.entries(statuses).find(([key]) => letter.startsWith(key))?.[1] ?? 'modified';
    const previousPath = second === undefined ? undefined : first;
    entries.push({ status, path: second ?? first, previousPath, sha: status === 'removed' ? before : after });
  }
  return entries;
};

const countsByPath = (text: string): ReadonlyMap<string, readonly [number, number]> => {
  const parts = text.split('\0').filter((part) => part !== '');
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
