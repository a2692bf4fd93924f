import { LineclearError } from '@lineclear/core/plugin';
import type { Confinement } from '../../files/confinement.ts';
import type { CommittedFinding } from '../../secrets/judge-findings.ts';
import { requireBranch } from '../branch.ts';
import { checkNothingProtected } from '../commit-checks.ts';
import { readHead } from '../commit.ts';
import { readLog } from '../log.ts';
import type { Commit } from '../log.ts';
import type { Repository } from '../repository.ts';
import { scanPatch } from '../scan-patch.ts';
import { openDestination } from './destination.ts';
import type { PushSettings } from './destination.ts';
import { isProtectedBranch } from './protected-branch.ts';
import { isAncestor, knownCommits, readRemoteHeads } from './remote-heads.ts';

/** What the preview of a push promised: which commit goes where, and what it replaces there. */
export interface PushGuard {
  /** The URL without credentials. */
  readonly url: string;
  readonly branch: string;
  readonly commit: string;
  /** What the branch of the remote means now; empty when it is not there. */
  readonly remote_commit: string;
}
export interface PushPreview {
  readonly guard: PushGuard;
  /** True when the profile names the remote. */
  readonly listed: boolean;
  readonly commits: readonly Commit[];
  readonly commitCount: number;
  readonly files: readonly string[];
  readonly findings: readonly CommittedFinding[];
  /** With a lease: commits that the branch of the remote loses; `undefined` when the repository does not have them. */
  readonly lost: readonly Commit[] | undefined;
  /** False when the history of the remote's branch goes on. */
  readonly replaces: boolean;
}

/** Asks the remote and computes what a push would send. Nothing is sent. */
export const previewPush = async (request: {
  repository: Repository;
  confinement: Confinement;
  settings: PushSettings;
  remote: string;
  branch: string | undefined;
  force: boolean;
  signal: AbortSignal;
}): Promise<PushPreview> => {
  const { repository, confinement, settings, force, signal } = request;
  const branch = request.branch ?? (await currentBranch({ repository, signal }));
  const commit = await requireBranch({ repository, name: branch, signal });
  if (isProtectedBranch({ branch, patterns: settings.protectedBranches })) throw protectedBranch(branch);
  await using destination = await openDestination(request);
  const heads = await readRemoteHeads({ destination, signal });
  const inTheWay = [...heads.keys()].find((other) => other.startsWith(`${branch}/`) || branch.startsWith(`${other}/`));
  if (inTheWay !== undefined) throw nameTaken({ branch, inTheWay });
  const remoteCommit = heads.get(branch) ?? '';
  if (remoteCommit === commit) throw nothingToPush(branch);
  const known = await knownCommits({ repository, ids: [...heads.values()], signal });
  const isKnown = known.includes(remoteCommit);
  const goesOn =
    remoteCommit === '' || (isKnown && (await isAncestor({ repository, ancestor: remoteCommit, of: commit, signal })));
  if (!goesOn && !force) throw wouldReplace({ branch, isKnown });
  const ids = [commit, ...known.slice(0, maxHeads).map((head) => `^${head}`)];
  const shared = { repository, paths: [], skip: 0, signal };
  const [commits, count, names, findings, lost] = await Promise.all([
    readLog({ ...shared, from: ids, limit: maxCommits }),
    repository.git({ args: ['rev-list', '--count', ...ids, '--'], signal }),
    repository.git({ args: [...namesOfFiles, ...ids, '--'], signal }),
    scanPatch({ repository, command: 'log', ids, signal }),
    goesOn || !isKnown ? [] : readLog({ ...shared, from: [remoteCommit, `^${commit}`], limit: maxCommits }),
  ]);
  const files = [...new Set(names.text.split('\0').filter((file) => file !== ''))];
  await checkNothingProtected({ confinement, repository, files });
  return {
    guard: { url: destination.address.shown, branch, commit, remote_commit: remoteCommit },
    listed: destination.listed,
    commits,
    commitCount: Number(count.text),
    files,
    findings,
    lost: goesOn || isKnown ? lost : undefined,
    replaces: !goesOn,
  };
};

const maxHeads = 2_000;
const maxCommits = 30;
const namesOfFiles = [
  'log',
  '-z',
  '--format=',
  '--name-only',
  '--no-renames',
  '--diff-merges=first-parent',
  '--no-relative',
  '--no-show-signature',
];

const currentBranch = async (request: { repository: Repository; signal: AbortSignal }): Promise<string> => {
  const { branch } = await readHead(request);
  if (branch.startsWith('refs/heads/')) return branch.slice('refs/heads/'.length);
  throw new LineclearError('invalid_input', 'The head is detached, so there is no current branch to push.', {
    hint: 'Name a branch, or make one with git_branch_create.',
    details: { reason: 'detached_head' },
  });
};

const protectedBranch = (branch: string): LineclearError =>
  new LineclearError('forbidden', `"${branch}" is a protected branch of this profile.`, {
    hint: 'Push another branch and open a pull request; protected_branches of the profile names what is protected.',
    details: { reason: 'protected_branch', branch },
    effect: 'none',
  });

// A branch is a file of the remote, so none can be a folder at the same time.
const nameTaken = ({ branch, inTheWay }: { branch: string; inTheWay: string }): LineclearError =>
  new LineclearError('conflict', `"${branch}" cannot be a branch of the remote, because it has the branch "${inTheWay}".`, {
    hint: 'Give the local branch another name and push that one.',
    details: { reason: 'name_taken', branch: inTheWay },
    effect: 'none',
  });

const nothingToPush = (branch: string): LineclearError =>
  new LineclearError('conflict', `The remote has everything of "${branch}" already.`, {
    hint: 'Commit something first, or name another branch.',
    details: { reason: 'nothing_to_push' },
    effect: 'none',
  });

const wouldReplace = ({ branch, isKnown }: { branch: string; isKnown: boolean }): LineclearError =>
  new LineclearError('conflict', `"${branch}" of the remote holds commits that the local branch does not have.`, {
    hint: 'Fetch and merge or rebase first (git run with process_run). To replace the history there on purpose, set force_with_lease.',
    details: { reason: isKnown ? 'diverged' : 'remote_is_ahead' },
    effect: 'none',
  });
