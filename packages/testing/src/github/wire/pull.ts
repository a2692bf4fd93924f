import { changedFiles } from '../git/diff.ts';
import type { IssueRecord, PullRecord, ReviewCommentRecord, ReviewRecord } from '../model/records.ts';
import { associationOf } from '../routes/access.ts';
import type { PullNow } from '../world/pulls.ts';
import { pullNow } from '../world/pulls.ts';
import { mergeProblems } from '../world/rules.ts';
import { toAccount } from './account.ts';
import type { Place } from './issue.ts';
import { toShared } from './issue.ts';
import { nodeId, stamp, stampOrNull } from './links.ts';
import { toRepository } from './repository.ts';

type Placed = Place & { readonly issue: IssueRecord; readonly pull: PullRecord };

/** A pull request as lists show it. */
export const toPull = async ({ issue, pull, ...place }: Placed, now?: PullNow) => {
  const { store, repository, links } = place;
  const { head, base } = now ?? (await pullNow(repository, pull));
  const self = `${links.repository(repository)}/pulls/${issue.number}`;
  const asIssue = `${links.repository(repository)}/issues/${issue.number}`;
  const page = `${links.page(repository)}/pull/${issue.number}`;
  const urls = {
    self,
    html: page,
    issue: asIssue,
    comments: `${asIssue}/comments`,
    review_comments: `${self}/comments`,
    review_comment: `${links.repository(repository)}/pulls/comments{/number}`,
    commits: `${self}/commits`,
    statuses: `${links.repository(repository)}/statuses/${head}`,
  };
  const side = (ref: string, sha: string) => ({
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha,
    user: toAccount(repository.owner, links),
    repo: toRepository(repository, links),
  });
  return {
    ...toShared(issue, place),
    id: issue.id,
    url: self,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: asIssue,
    comments_url: urls.comments,
    commits_url: urls.commits,
    review_comments_url: urls.review_comments,
    review_comment_url: urls.review_comment,
    statuses_url: urls.statuses,
    merged_at: stampOrNull(pull.mergedAtMs),
    merge_commit_sha: pull.mergeSha ?? null,
    requested_reviewers: pull.reviewers.map((login) => toAccount(store.account(login), links)),
    requested_teams: [],
    head: side(pull.head, head),
    base: side(pull.base, base),
    _links: Object.fromEntries(Object.entries(urls).map(([name, href]) => [name, { href }])),
    auto_merge: null,
    draft: pull.isDraft,
  };
};

/** One pull request by itself, with what it changes and whether it can be merged. */
export const toFullPull = async (placed: Placed & { login: string }) => {
  const { issue, pull, store, repository, links } = placed;
  const place = { store, repository, links };
  const now = await pullNow(repository, pull);
  const files = await changedFiles(repository.git, { from: now.mergeBase ?? now.base, to: now.head });
  const commits = await repository.git.log({ range: `${now.base}..${now.head}` });
  return {
    ...(await toPull({ issue, pull, ...place }, now)),
    merged: pull.mergeSha !== undefined,
    mergeable: now.isMergeable ?? null,
    rebaseable: now.isMergeable ?? null,
    mergeable_state: await mergeableState(placed, now),
    merged_by: pull.mergedBy === undefined ? null : toAccount(store.account(pull.mergedBy), links),
    comments: issue.comments.length,
    review_comments: pull.reviewComments.length,
    maintainer_can_modify: pull.maintainerCanModify,
    commits: commits.length,
    additions: files.reduce((sum, { additions }) => sum + additions, 0),
    deletions: files.reduce((sum, { deletions }) => sum + deletions, 0),
    changed_files: files.length,
  };
};

const mergeableState = async (placed: Placed & { login: string }, now: PullNow): Promise<string> => {
  if (now.isMergeable === undefined) return 'unknown';
  if (!now.isMergeable) return 'dirty';
  if (placed.pull.isDraft) return 'draft';
  return (await mergeProblems({ ...placed, head: now.head })).length > 0 ? 'blocked' : 'clean';
};

export const toReview = (review: ReviewRecord, { issue, store, repository, links }: Place & { issue: IssueRecord }) => {
  const pullUrl = `${links.repository(repository)}/pulls/${issue.number}`;
  const page = `${links.page(repository)}/pull/${issue.number}#pullrequestreview-${review.id}`;
  return {
    id: review.id,
    node_id: nodeId('PullRequestReview', review.id),
    user: toAccount(store.account(review.author), links),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: pullUrl,
    author_association: associationOf({ store, repository, login: review.author }),
    _links: { html: { href: page }, pull_request: { href: pullUrl } },
    commit_id: review.commitSha,
    ...(review.submittedAtMs !== undefined && { submitted_at: stamp(review.submittedAtMs) }),
  };
};

export const toReviewComment = (
  comment: ReviewCommentRecord,
  { issue, store, repository, links }: Place & { issue: IssueRecord },
) => {
  const self = `${links.repository(repository)}/pulls/comments/${comment.id}`;
  const pullUrl = `${links.repository(repository)}/pulls/${issue.number}`;
  const page = `${links.page(repository)}/pull/${issue.number}#discussion_r${comment.id}`;
  const line = comment.line ?? 1;
  return {
    id: comment.id,
    node_id: nodeId('PullRequestReviewComment', comment.id),
    url: self,
    html_url: page,
    pull_request_url: pullUrl,
    pull_request_review_id: comment.reviewId,
    diff_hunk: comment.diffHunk,
    path: comment.path,
    commit_id: comment.commitSha,
    original_commit_id: comment.commitSha,
    user: toAccount(store.account(comment.author), links),
    author_association: associationOf({ store, repository, login: comment.author }),
    body: comment.body,
    created_at: stamp(comment.createdAtMs),
    updated_at: stamp(comment.updatedAtMs),
    position: 1,
    original_position: 1,
    line,
    original_line: line,
    start_line: comment.startLine ?? null,
    original_start_line: comment.startLine ?? null,
    start_side: comment.startLine === undefined ? null : comment.side,
    side: comment.side,
    subject_type: comment.line === undefined ? 'file' : 'line',
    ...(comment.inReplyTo !== undefined && { in_reply_to_id: comment.inReplyTo }),
    _links: { self: { href: self }, html: { href: page }, pull_request: { href: pullUrl } },
  };
};
