import type { CommentRecord, IssueRecord, LabelRecord, RepositoryRecord } from '../model/records.ts';
import { associationOf } from '../routes/access.ts';
import type { Store } from '../world/store.ts';
import { toAccount } from './account.ts';
import type { Links } from './links.ts';
import { nodeId, stamp, stampOrNull } from './links.ts';

/** Where something is shown. */
export interface Place {
  readonly store: Store;
  readonly repository: RepositoryRecord;
  readonly links: Links;
}

export const toLabel = ({ id, name, color, description }: LabelRecord, { repository, links }: Omit<Place, 'store'>) => ({
  id,
  node_id: nodeId('Label', id),
  url: `${links.repository(repository)}/labels/${encodeURIComponent(name)}`,
  name,
  description,
  color,
  default: false,
});

/** The labels, people and texts that issues and pull requests have in common. */
export const toShared = (issue: IssueRecord, place: Place) => {
  const { store, repository, links } = place;
  const assignees = issue.assignees.map((login) => toAccount(store.account(login), links));
  return {
    node_id: nodeId('Issue', issue.id),
    number: issue.number,
    title: issue.title,
    body: issue.body,
    state: issue.state,
    locked: issue.isLocked,
    user: toAccount(store.account(issue.author), links),
    author_association: associationOf({ store, repository, login: issue.author }),
    labels: issue.labels.flatMap((name) => {
      const label = repository.labels.get(name.toLowerCase());
      return label === undefined ? [] : [toLabel(label, place)];
    }),
    assignee: assignees[0] ?? null,
    assignees,
    milestone: null,
    created_at: stamp(issue.createdAtMs),
    updated_at: stamp(issue.updatedAtMs),
    closed_at: stampOrNull(issue.closedAtMs),
  };
};

/** An issue; a pull request is one too, with the addresses of its other side. */
export const toIssue = (issue: IssueRecord, place: Place) => {
  const { repository, links } = place;
  const self = `${links.repository(repository)}/issues/${issue.number}`;
  const page = `${links.page(repository)}/${issue.pull === undefined ? 'issues' : 'pull'}/${issue.number}`;
  return {
    ...toShared(issue, place),
    id: issue.id,
    url: self,
    repository_url: links.repository(repository),
    labels_url: `${self}/labels{/name}`,
    comments_url: `${self}/comments`,
    events_url: `${self}/events`,
    html_url: page,
    comments: issue.comments.length,
    state_reason: issue.stateReason,
    ...(issue.pull !== undefined && {
      draft: issue.pull.isDraft,
      pull_request: {
        url: `${links.repository(repository)}/pulls/${issue.number}`,
        html_url: page,
        diff_url: `${page}.diff`,
        patch_url: `${page}.patch`,
        merged_at: stampOrNull(issue.pull.mergedAtMs),
      },
    }),
  };
};

export const toComment = (comment: CommentRecord, { issue, ...place }: Place & { issue: IssueRecord }) => {
  const { store, repository, links } = place;
  const page = `${links.page(repository)}/${issue.pull === undefined ? 'issues' : 'pull'}/${issue.number}`;
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url: `${links.repository(repository)}/issues/comments/${comment.id}`,
    html_url: `${page}#issuecomment-${comment.id}`,
    issue_url: `${links.repository(repository)}/issues/${issue.number}`,
    user: toAccount(store.account(comment.author), links),
    author_association: associationOf({ store, repository, login: comment.author }),
    body: comment.body,
    created_at: stamp(comment.createdAtMs),
    updated_at: stamp(comment.updatedAtMs),
  };
};
