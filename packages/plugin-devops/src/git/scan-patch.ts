import { LineclearError } from '@lineclear/core/plugin';
import { addedLines } from '../secrets/added-lines.ts';
import { findSecrets } from '../secrets/find-secrets.ts';
import type { CommittedFinding } from '../secrets/judge-findings.ts';
import type { Repository } from './repository.ts';

/**
 * Looks for secrets in what `git diff` or `git log` adds. Every file counts as text, whatever attributes say, and renames are shown as
 * new files, so that nothing that would be published is left out.
 */
export const scanPatch = async (request: {
  repository: Repository;
  /** `diff` with two object ids, or `log` with object ids. */
  command: 'diff' | 'log';
  ids: readonly string[];
  env?: Readonly<Record<string, string>>;
  signal: AbortSignal;
}): Promise<readonly CommittedFinding[]> => {
  const { repository, command, ids, env, signal } = request;
  const { text, cut } = await repository.git({
    args: [command, ...(command === 'log' ? ofEveryCommit : []), ...asText, ...ids, '--'],
    ...(env === undefined ? {} : { env }),
    maxBytes,
    signal,
  });
  if (cut) throw tooMuch();
  return addedLines(text).flatMap(({ path, lines, commit }) =>
    findSecrets({ path, lines }).map((finding) => (commit === undefined ? finding : { ...finding, commit })),
  );
};

const maxBytes = 64 << 20;
// A merge is compared with its first parent: that holds what it merged and what it changed by itself.
const ofEveryCommit = ['--format=%x00%H', '--diff-merges=first-parent', '--no-show-signature', '--no-mailmap', '--no-decorate'];
const asText = [
  '--patch',
  '--text',
  '--no-renames',
  '--unified=0',
  '--inter-hunk-context=0',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--no-relative',
  '--ignore-submodules=dirty',
  '--submodule=short',
  '--src-prefix=a/',
  '--dst-prefix=b/',
];

const tooMuch = (): LineclearError =>
  new LineclearError('unsupported', `There is more than ${maxBytes >> 20} MiB to search for secrets.`, {
    hint: 'Do it in smaller parts: fewer paths, or an earlier commit first.',
    details: { reason: 'too_much_to_scan' },
    effect: 'none',
  });
