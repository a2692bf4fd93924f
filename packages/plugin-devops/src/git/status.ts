import type { Repository } from './repository.ts';

export type Change = 'added' | 'modified' | 'deleted' | 'renamed' | 'copied' | 'type_changed';
export interface ChangedFile {
  readonly path: string;
  readonly change: Change;
  readonly from?: string;
}
export interface Status {
  /** Absent while the head is detached. */
  readonly branch?: string;
  /** Absent before the first commit. */
  readonly head?: string;
  readonly upstream?: string;
  readonly ahead?: number;
  readonly behind?: number;
  readonly staged: readonly ChangedFile[];
  readonly unstaged: readonly ChangedFile[];
  readonly untracked: readonly string[];
  readonly conflicted: readonly string[];
}

/** What `git status` says; submodules are compared by commit, their folders are not entered. */
export const readStatus = async ({ repository, signal }: { repository: Repository; signal: AbortSignal }): Promise<Status> => {
  const { text } = await repository.git({
    args: [
      'status',
      '--porcelain=v2',
      '--branch',
      '-z',
      '--untracked-files=normal',
      '--ignore-submodules=dirty',
      '--',
      '.',
      ...repository.withoutProtected,
    ],
    signal,
  });
  return parseStatus(text);
};

/** Parses the porcelain format, version 2, with NUL after every field. https://git-scm.com/docs/git-status#_porcelain_format_version_2 */
export const parseStatus = (text: string): Status => {
  const fields = text.split('\0');
  const header: Record<string, string> = {};
  const lists = {
    staged: Array<ChangedFile>(),
    unstaged: Array<ChangedFile>(),
    untracked: Array<string>(),
    conflicted: Array<string>(),
  };
  for (let at = 0; at < fields.length; at += 1) {
    const field = fields[at] ?? '';
    const [kind, states = '..'] = field.split(' ', 2);
    if (kind === '#') header[states] = field.slice(`# ${states} `.length);
    if (kind === '?') lists.untracked.push(field.slice(2));
    if (kind === 'u') lists.conflicted.push(afterSpaces({ field, spaces: 10 }));
    if (kind !== '1' && kind !== '2') continue;
    const path = afterSpaces({ field, spaces: kind === '1' ? 8 : 9 });
    const origin = kind === '2' ? fields[(at += 1)] : undefined;
    add({ list: lists.staged, letter: states[0], path, origin });
    add({ list: lists.unstaged, letter: states[1], path, origin });
  }
  return { ...lists, ...toHead(header) };
};

const letters: Readonly<Record<string, Change>> = {
  A: 'added',
  M: 'modified',
  D: 'deleted',
  R: 'renamed',
  C: 'copied',
  T: 'type_changed',
};

const add = (request: { list: ChangedFile[]; letter: string | undefined; path: string; origin: string | undefined }): void => {
  const change = letters[request.letter ?? ''];
  if (change === undefined) return;
  const moved = (change === 'renamed' || change === 'copied') && request.origin !== undefined;
  request.list.push({ path: request.path, change, ...(moved ? { from: request.origin } : {}) });
};

const afterSpaces = ({ field, spaces }: { field: string; spaces: number }): string => field.split(' ').slice(spaces).join(' ');

const toHead = (header: Readonly<Record<string, string>>): Pick<Status, 'branch' | 'head' | 'upstream' | 'ahead' | 'behind'> => {
  const { 'branch.head': branch, 'branch.oid': head, 'branch.upstream': upstream, 'branch.ab': counts } = header;
  const distance = /^\+(\d+) -(\d+)$/.exec(counts ?? '');
  return {
    ...(branch === undefined || branch === '(detached)' ? {} : { branch }),
    ...(head === undefined || head === '(initial)' ? {} : { head }),
    ...(upstream === undefined ? {} : { upstream }),
    ...(distance === null ? {} : { ahead: Number(distance[1]), behind: Number(distance[2]) }),
  };
};
