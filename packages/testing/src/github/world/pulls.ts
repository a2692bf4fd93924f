import { mergeTrees, rebase } from '../git/merge.ts';
import type { IssueRecord, PullRecord, RepositoryRecord } from '../model/records.ts';
import { refuse } from '../routes/refusal.ts';
import { moveBranch, signatureOf } from './commits.ts';
import { mergeProblems } from './rules.ts';
import type { Store } from './store.ts';

/** A pull request where it stands now. */
export interface PullNow {
  readonly head: string;
  readonly base: string;
  readonly mergeBase: string | undefined;
  /** Nothing once it is closed. */
  readonly isMergeable: boolean | undefined;
}

/** Looks at the branches of a pull request; a closed one stays where it was closed. */
export const pullNow = async ({ git }: RepositoryRecord, pull: PullRecord): Promise<PullNow> => {
  if (pull.closedHead !== undefined && pull.closedBase !== undefined) {
    const mergeBase = await git.mergeBase(pull.closedBase, pull.closedHead);
    return { head: pull.closedHead, base: pull.closedBase, mergeBase, isMergeable: undefined };
  }
  const head = await git.resolve(`refs/heads/${pull.head}`);
  const base = await git.resolve(`refs/heads/${pull.base}`);
  if (head === undefined || base === undefined)
    throw new Error(`a branch of the pull request is gone: ${pull.head}, ${pull.base}`);
  const merged = await mergeTrees(git, { ours: base, theirs: head });
  return { head, base, mergeBase: await git.mergeBase(base, head), isMergeable: 'tree' in merged };
};

/** Ends a pull request where its branches stand. */
export const closePull = async (store: Store, repository: RepositoryRecord, issue: IssueRecord): Promise<void> => {
  if (issue.pull !== undefined) {
    const { head, base } = await pullNow(repository, issue.pull);
    issue.pull.closedHead = head;
    issue.pull.closedBase = base;
  }
  issue.state = 'closed';
  issue.closedAtMs = store.nowMs;
  issue.updatedAtMs = store.nowMs;
};

/** https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue */
const closing = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):? #(\d+)\b/gi;

/** Closes the issues that a pull request names after a word such as `Closes`. */
const closeNamedIssues = ({ store, repository, text }: { store: Store; repository: RepositoryRecord; text: string }): void => {
  for (const [, number] of text.matchAll(closing)) {
    const named = repository.issues.get(Number(number));
    if (named === undefined || named.pull !== undefined || named.state === 'closed') continue;
    Object.assign(named, { state: 'closed', stateReason: 'completed', closedAtMs: store.nowMs, updatedAtMs: store.nowMs });
  }
};

export type MergeMethod = 'merge' | 'squash' | 'rebase';

/** Merges a pull request for good; refuses as the API does. Yields the commit that the base branch ends with. */
export const mergePull = async ({
  store,
  repository,
  login,
  issue,
  pull,
  method,
  title,
  message,
  expectedHead,
}: {
  store: Store;
  repository: RepositoryRecord;
  login: string;
  issue: IssueRecord;
  pull: PullRecord;
  method: MergeMethod;
  title: string | undefined;
  message: string | undefined;
  expectedHead: string | undefined;
}): Promise<string> => {
  const { git, settings } = repository;
  if (issue.state === 'closed' || pull.isDraft) throw refuse(405, pull.isDraft ? 'Pull Request is still a draft' : notMergeable);
  const isAllowed = {
    merge: settings.allow_merge_commit,
    squash: settings.allow_squash_merge,
    rebase: settings.allow_rebase_merge,
  };
  if (!isAllowed[method])
    throw refuse(405, `${method === 'merge' ? 'Merge commits' : `${method} merges`} are not allowed on this repository.`);
  const { head, base } = await pullNow(repository, pull);
  if (expectedHead !== undefined && expectedHead !== head) {
    throw refuse(409, 'Head branch was modified. Review and try the merge again.');
  }
  const problems = await mergeProblems({ store, repository, login, issue, pull, head, method });
  if (problems.length > 0) throw refuse(405, `Repository rule violations found\n\n${problems.join('\n')}`);
  const author = signatureOf(store, login);
  const merged = await mergeTrees(git, { ours: base, theirs: head });
  if (!('tree' in merged)) throw refuse(405, notMergeable);
  const usual =
    method === 'merge'
      ? `Merge pull request #${issue.number} from ${repository.owner.login}/${pull.head}`
      : `${issue.title} (#${issue.number})`;
  const body = message ?? (method === 'merge' ? issue.title : '');
  const text = [title ?? usual, ...(body === '' ? [] : [body])].join('\n\n');
  const parents = method === 'merge' ? [base, head] : [base];
  const sha =
    method === 'rebase'
      ? await rebase(git, { ours: base, theirs: head, committer: author })
      : await git.writeCommit({ tree: merged.tree, parents, message: text, author });
  if (sha === undefined) throw refuse(405, 'This branch can’t be rebased');
  await closePull(store, repository, issue);
  Object.assign(pull, { mergeSha: sha, mergedAtMs: store.nowMs, mergedBy: login });
  await moveBranch(store, repository, { branch: pull.base, sha });
  if (pull.base === repository.defaultBranch) closeNamedIssues({ store, repository, text: `${issue.body ?? ''}\n${text}` });
  if (settings.delete_branch_on_merge) await git.deleteRef(`refs/heads/${pull.head}`);
  return sha;
};

const notMergeable = 'Pull Request is not mergeable';
