import { LineclearError } from '@lineclear/core/plugin';
import { decodeText } from '../text/encoding.ts';
import { cutLines } from '../text/lines.ts';
import { emptyTree } from './commit.ts';
import { readDiff } from './diff.ts';
import type { Diff } from './diff.ts';
import { readLog } from './log.ts';
import type { Commit } from './log.ts';
import type { Repository } from './repository.ts';

/** A commit, and what it changed compared with its first parent. */
export interface ShownCommit {
  readonly commit: Commit;
  readonly message: string;
  readonly diff: Diff;
}
/** A file as a commit has it. */
export interface ShownFile {
  readonly commit: Commit;
  readonly text: string;
  readonly complete: boolean;
  readonly bytes: number;
}

/** Shows a commit by its object id. */
export const showCommit = async (request: {
  repository: Repository;
  id: string;
  maxCharacters: number;
  signal: AbortSignal;
}): Promise<ShownCommit> => {
  const { repository, id, maxCharacters, signal } = request;
  const commit = await readCommit({ repository, id, signal });
  const args = [
    'log',
    '--max-count=1',
    '--no-color',
    '--no-show-signature',
    '--no-decorate',
    '--no-mailmap',
    '--format=%B',
    id,
    '--',
  ];
  const { text } = await repository.git({ args, signal });
  const sides = [commit.parents[0] ?? emptyTree(id), id];
  return {
    commit,
    message: cutLines({ text: text.trim(), maxCharacters: 5_000 }),
    diff: await readDiff({ repository, sides, paths: [], maxCharacters, signal }),
  };
};

/** Shows a text file of a commit as it is stored: no filter runs. `not_found` when the commit has no such file. */
export const showFile = async (request: {
  repository: Repository;
  id: string;
  /** Relative to the top folder. */
  path: string;
  maxCharacters: number;
  signal: AbortSignal;
}): Promise<ShownFile> => {
  const { repository, id, path, maxCharacters, signal } = request;
  const env = { GIT_LITERAL_PATHSPECS: '1' };
  const list = await repository.git({ args: ['ls-tree', '-z', '--full-tree', '--long', id, '--', path], env, signal });
  const entry = /^(\d+) (\w+) ([0-9a-f]+) +(\d+|-)\t/.exec(
    list.text.split('\0').find((line) => line.endsWith(`\t${path}`)) ?? '',
  );
  const [, , type, blob, size] = entry ?? [];
  if (type !== 'blob' || blob === undefined) throw noSuchFile({ path, isFolder: type !== undefined });
  const { text: raw, cut } = await repository.git({ args: ['cat-file', 'blob', blob], maxBytes: maxCharacters * 4, signal });
  if (decodeText(Buffer.from(raw.slice(0, 8_000))) === undefined) throw notText(path);
  return {
    commit: await readCommit({ repository, id, signal }),
    text: cutLines({ text: raw, maxCharacters }),
    complete: !cut && raw.length <= maxCharacters,
    bytes: Number(size),
  };
};

const readCommit = async (request: { repository: Repository; id: string; signal: AbortSignal }): Promise<Commit> => {
  const { repository, id, signal } = request;
  const [commit] = await readLog({ repository, from: id, paths: [], skip: 0, limit: 1, signal });
  if (commit === undefined)
    throw new LineclearError('not_found', 'The commit is gone.', { hint: 'Use git_log to find another.' });
  return commit;
};

const noSuchFile = ({ path, isFolder }: { path: string; isFolder: boolean }): LineclearError =>
  new LineclearError('not_found', isFolder ? `"${path}" is no file in this commit.` : `This commit has no file "${path}".`, {
    hint: 'Leave path out to see which files the commit changed.',
    details: { reason: isFolder ? 'not_a_file' : 'no_file' },
  });

const notText = (path: string): LineclearError =>
  new LineclearError('unsupported', `"${path}" is not a text file in this commit.`, {
    hint: 'Only text can be shown.',
    details: { reason: 'binary' },
  });
