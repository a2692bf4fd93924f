import type { Repository } from './repository.ts';
import { toPathspecs } from './diff.ts';

export interface Commit {
  readonly id: string;
  readonly author: string;
  readonly email: string;
  /** RFC 3339 with the author's offset. */
  readonly date: string;
  readonly subject: string;
  readonly parents: readonly string[];
}

/** Commits that can be reached from object ids, newest first. */
export const readLog = async (request: {
  repository: Repository;
  /** An object id, or several; those after a `^` are left out with their history. */
  from: string | readonly string[];
  paths: readonly string[];
  skip: number;
  limit: number;
  signal: AbortSignal;
}): Promise<readonly Commit[]> => {
  const { repository, from, paths, skip, limit, signal } = request;
  const { text } = await repository.git({
    args: [
      'log',
      '-z',
      '--no-color',
      '--no-show-signature',
      '--no-decorate',
      '--no-mailmap',
      '--format=%H%n%P%n%an%n%ae%n%aI%n%s',
      `--skip=${skip}`,
      `--max-count=${limit}`,
      ...(typeof from === 'string' ? [from] : from),
      '--',
      ...toPathspecs(paths),
    ],
    signal,
  });
  return text.split('\0').flatMap(toCommit);
};

const toCommit = (record: string): readonly Commit[] => {
  const [id, parents = '', author = '', email = '', date = '', subject = ''] = record.split('\n');
  if (!id) return [];
  return [
    {
      id,
      author: author.slice(0, 200),
      email: email.slice(0, 200),
      date,
      subject: subject.slice(0, 300),
      parents: parents === '' ? [] : parents.split(' '),
    },
  ];
};
