import { LineclearError } from '@lineclear/core/plugin';
import type { Confinement } from '../../files/confinement.ts';
import { requireBranch } from '../branch.ts';
import type { Repository } from '../repository.ts';
import { name, openDestination } from './destination.ts';
import type { Destination, PushSettings } from './destination.ts';
import type { PushGuard } from './preview-push.ts';
import { isAncestor, knownCommits, readRemoteHeads } from './remote-heads.ts';

interface PushRequest {
  readonly repository: Repository;
  readonly confinement: Confinement;
  readonly settings: PushSettings;
  readonly remote: string;
  readonly guard: PushGuard;
  readonly signal: AbortSignal;
}

/** Sends exactly the previewed commit, only while the branch of the remote still means what the preview saw. */
export const push = async (request: PushRequest & { step: (name: string) => void }): Promise<void> => {
  const { repository, remote, guard, step, signal } = request;
  const { branch, commit } = guard;
  if ((await requireBranch({ repository, name: branch, signal })) !== commit) throw moved('The branch moved since the preview.');
  await using destination = await openDestination(request);
  if (destination.address.shown !== guard.url) throw moved('The remote has another URL since the preview.');
  await send({ destination, guard, signal });
  step('push');
  await noteRemoteBranch({ repository, remote, branch, commit, signal });
};

/** Asks the remote whether it has what was pushed. */
export const reconcilePush = async (request: PushRequest): Promise<'executed' | 'failed' | 'unknown'> => {
  const { repository, guard, signal } = request;
  const now = (await readRemoteBranch(request)) ?? '';
  if (now === guard.commit) return 'executed';
  if (now === guard.remote_commit) return 'failed';
  // Somebody pushed on top of it, or replaced it.
  const known = await knownCommits({ repository, ids: [now].filter((id) => id !== ''), signal });
  return known.length > 0 && (await isAncestor({ repository, ancestor: guard.commit, of: now, signal })) ? 'executed' : 'unknown';
};

/** What the branch of the remote means now. */
export const readRemoteBranch = async (
  request: Omit<PushRequest, 'guard'> & { guard: Pick<PushGuard, 'url' | 'branch'> },
): Promise<string | undefined> => {
  await using destination = await openDestination(request);
  if (destination.address.shown !== request.guard.url) throw moved('The remote has another URL since the preview.');
  return (await readRemoteHeads({ destination, signal: request.signal })).get(request.guard.branch);
};

const send = async (request: { destination: Destination; guard: PushGuard; signal: AbortSignal }): Promise<void> => {
  const { destination, guard, signal } = request;
  const ref = `refs/heads/${guard.branch}`;
  // The lease makes the remote compare and set. Where nothing may be replaced, the preview saw that the history goes on from there.
  const args = ['push', '--porcelain', '--quiet', '--no-verify', `--force-with-lease=${ref}:${guard.remote_commit}`, name];
  const { text, exitCode } = await destination.git({
    args: [...args, `${guard.commit}:${ref}`],
    signal,
    accept: [0, 1],
    timeoutMs: 110_000,
  });
  if (exitCode === 0) return;
  const summary = /^!\t[^\t]*\t(.*)$/m.exec(text)?.[1] ?? '';
  if (/stale info|fetch first|non-fast-forward|failed to (?:lock|update)|cannot lock|already exists/.test(summary))
    throw moved('The branch of the remote moved since the preview.');
  if (summary.includes('rejected')) throw rejected(summary);
  throw new LineclearError('upstream_error', 'git push failed.', {
    hint: 'Use git_push again to see what the remote has now.',
    details: { reason: 'git_failed', upstream: summary.slice(0, 500) },
  });
};

/** Notes what the remote has, as git itself does after a push, where the repository keeps such notes at the usual place. */
const noteRemoteBranch = async (request: {
  repository: Repository;
  remote: string;
  branch: string;
  commit: string;
  signal: AbortSignal;
}): Promise<void> => {
  const { repository, remote, branch, commit, signal } = request;
  const args = ['config', '-z', '--get-all', `remote.${remote}.fetch`];
  const { text } = await repository.git({ args, signal, accept: [0, 1] });
  if (!text.split('\0').includes(`+refs/heads/*:refs/remotes/${remote}/*`)) return;
  // A ref that stands in the way is no reason to call the push a failure.
  await repository.git({
    args: ['update-ref', '-m', 'update by push', `refs/remotes/${remote}/${branch}`, commit],
    signal,
    accept: [0, 1, 128],
  });
};

const moved = (message: string): LineclearError =>
  new LineclearError('conflict', `${message} Nothing was pushed.`, {
    hint: 'Preview again to see what would be pushed now.',
    details: { reason: 'repository_changed' },
    effect: 'none',
  });

const rejected = (summary: string): LineclearError =>
  new LineclearError('forbidden', 'The remote refused the push.', {
    hint: 'Read details.upstream; a rule or hook of the remote decides this. Often a pull request is the way.',
    details: { reason: 'rejected_by_remote', upstream: summary.slice(0, 500) },
    effect: 'none',
  });
