import type { IssueRecord, PullRecord, RepositoryRecord } from '../model/records.ts';
import type { Store } from './store.ts';

/** Opens an issue, or with `pull` a pull request. */
export const openIssue = (
  store: Store,
  repository: RepositoryRecord,
  {
    author,
    title,
    body = null,
    labels = [],
    assignees = [],
    pull,
  }: {
    author: string;
    title: string;
    body?: string | null;
    labels?: readonly string[];
    assignees?: readonly string[];
    pull?: { head: string; base: string; isDraft?: boolean };
  },
): IssueRecord => {
  repository.lastNumber += 1;
  const issue: IssueRecord = {
    id: store.nextId(),
    number: repository.lastNumber,
    author: store.account(author).login,
    createdAtMs: store.nowMs,
    updatedAtMs: store.nowMs,
    title,
    body,
    state: 'open',
    stateReason: null,
    closedAtMs: undefined,
    isLocked: false,
    labels: [],
    assignees: [...assignees],
    comments: [],
    pull: pull === undefined ? undefined : newPull(pull),
  };
  repository.issues.set(issue.number, issue);
  setLabels(store, repository, issue, labels);
  return issue;
};

/** Gives an issue its labels; those that are new are made. */
export const setLabels = (store: Store, repository: RepositoryRecord, issue: IssueRecord, names: readonly string[]): void => {
  for (const name of names) {
    if (repository.labels.has(name.toLowerCase())) continue;
    repository.labels.set(name.toLowerCase(), { id: store.nextId(), name, color: 'ededed', description: null });
  }
  issue.labels = [...new Set(names)];
  issue.updatedAtMs = store.nowMs;
};

/** Adds a comment under an issue or pull request. */
export const addComment = (store: Store, issue: IssueRecord, { author, body }: { author: string; body: string }) => {
  const nowMs = store.nowMs;
  const comment = { id: store.nextId(), author: store.account(author).login, createdAtMs: nowMs, updatedAtMs: nowMs, body };
  issue.comments.push(comment);
  issue.updatedAtMs = nowMs;
  return comment;
};

const newPull = ({ head, base, isDraft = false }: { head: string; base: string; isDraft?: boolean }): PullRecord => ({
  head,
  base,
  isDraft,
  maintainerCanModify: false,
  closedHead: undefined,
  closedBase: undefined,
  mergeSha: undefined,
  mergedAtMs: undefined,
  mergedBy: undefined,
  reviewers: [],
  reviews: [],
  reviewComments: [],
});
