import { LineclearError } from '@lineclear/core/plugin';
import { cutLines } from '../text/lines.ts';
import type { Repository } from './repository.ts';

export interface FileDiff {
  readonly path: string;
  readonly from?: string;
  /** Absent for binary files. */
  readonly added?: number;
  readonly removed?: number;
}
export interface Diff {
  readonly files: readonly FileDiff[];
  /** A patch of at most the asked length. */
  readonly patch: string;
  readonly patchComplete: boolean;
}

export interface DiffRequest {
  readonly repository: Repository;
  /** What git compares: nothing, `--cached`, one object id, or two; never a caller's text. */
  readonly sides: readonly string[];
  /** Paths relative to the top folder, '' being that folder; everything when there are none. */
  readonly paths: readonly string[];
  readonly maxCharacters: number;
  readonly signal: AbortSignal;
  readonly env?: Readonly<Record<string, string>>;
}

/** Compares with `git diff`: counts per file, and one patch. No external diff or text conversion program runs. */
export const readDiff = async (request: DiffRequest): Promise<Diff> => {
  const { repository, sides, maxCharacters, signal, env } = request;
  const common = [
    'diff',
    '--no-ext-diff',
    '--no-textconv',
    '--no-color',
    '--find-renames',
    '--ignore-submodules=dirty',
    '--submodule=short',
  ];
  const rest = [...sides, '--', ...toPathspecs(request.paths), ...repository.withoutProtected];
  const shared = { signal, ...(env === undefined ? {} : { env }) };
  const counts = await repository.git({ ...shared, args: [...common, '--numstat', '-z', ...rest] });
  const options = ['--patch', '--unified=3', '--src-prefix=a/', '--dst-prefix=b/'];
  // UTF-8 takes at most four bytes for a character, so this is always enough to fill the patch.
  const patch = await repository.git({ ...shared, args: [...common, ...options, ...rest], maxBytes: maxCharacters * 4 });
  return {
    files: parseCounts(counts.text),
    patch: cutLines({ text: patch.text, maxCharacters }),
    patchComplete: !patch.cut && patch.text.length <= maxCharacters,
  };
};

/** The object id of a revision; `not_found` when there is no such commit. */
export const resolveCommit = async (request: {
  repository: Repository;
  revision: string;
  signal: AbortSignal;
}): Promise<string> => {
  const { repository, revision, signal } = request;
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const { text, exitCode } = await repository.git({ args, signal, accept: [0, 1, 128] });
  if (exitCode === 0) return text.trim();
  throw new LineclearError('not_found', `There is no commit "${revision}".`, {
    hint: 'Use git_log to find a commit, or git_status for the branch.',
    details: { reason: 'no_commit' },
  });
};

/** Paths as git must take them: from the top folder, and never as patterns. */
export const toPathspecs = (paths: readonly string[]): readonly string[] => paths.map((path) => `:(top,literal)${path}`);

/** Parses `--numstat -z`: counts and a path, or two paths for a rename. */
const parseCounts = (text: string): readonly FileDiff[] => {
  const fields = text.split('\0');
  const files: FileDiff[] = [];
  for (let at = 0; at < fields.length; at += 1) {
    const match = /^(-|\d+)\t(-|\d+)\t(.*)$/s.exec(fields[at] ?? '');
    if (match === null) continue;
    const [, added = '-', removed = '-', path = ''] = match;
    const lines = added === '-' ? {} : { added: Number(added), removed: Number(removed) };
    if (path !== '') {
      files.push({ path, ...lines });
      continue;
    }
    files.push({ path: fields[at + 2] ?? '', from: fields[at + 1] ?? '', ...lines });
    at += 2;
  }
  return files;
};
