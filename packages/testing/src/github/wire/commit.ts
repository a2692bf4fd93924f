import type { ChangedFile } from '../git/diff.ts';
import type { CommitObject } from '../git/commit-object.ts';
import type { RepositoryRecord } from '../model/records.ts';
import type { Links } from './links.ts';
import { nodeId } from './links.ts';

interface Place {
  readonly repository: RepositoryRecord;
  readonly links: Links;
}

const unsigned = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

/** A commit as an object of git. */
export const toGitCommit = (commit: CommitObject, { repository, links }: Place) => ({
  sha: commit.sha,
  node_id: nodeId('Commit', commit.sha),
  url: `${links.repository(repository)}/git/commits/${commit.sha}`,
  html_url: `${links.page(repository)}/commit/${commit.sha}`,
  author: commit.author,
  committer: commit.committer,
  tree: { sha: commit.tree, url: `${links.repository(repository)}/git/trees/${commit.tree}` },
  message: commit.message,
  parents: commit.parents.map((sha) => ({
    sha,
    url: `${links.repository(repository)}/git/commits/${sha}`,
    html_url: `${links.page(repository)}/commit/${sha}`,
  })),
  verification: unsigned,
});

/** A commit as the history shows it. Nobody's address is known to belong to an account. */
export const toCommit = (commit: CommitObject, { repository, links }: Place) => {
  const self = `${links.repository(repository)}/commits/${commit.sha}`;
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', commit.sha),
    url: self,
    html_url: `${links.page(repository)}/commit/${commit.sha}`,
    comments_url: `${self}/comments`,
    commit: {
      url: `${links.repository(repository)}/git/commits/${commit.sha}`,
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      comment_count: 0,
      tree: { sha: commit.tree, url: `${links.repository(repository)}/git/trees/${commit.tree}` },
      verification: unsigned,
    },
    author: null,
    committer: null,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${links.repository(repository)}/commits/${sha}`,
      html_url: `${links.page(repository)}/commit/${sha}`,
    })),
  };
};

/** One file of a comparison; `at` is the commit that its links show. */
export const toDiffEntry = (file: ChangedFile, { repository, links, at }: Place & { at: string }) => ({
  sha: file.sha,
  filename: file.path,
  status: file.status,
  additions: file.additions,
  deletions: file.deletions,
  changes: file.additions + file.deletions,
  blob_url: `${links.page(repository)}/blob/${at}/${encodeURI(file.path)}`,
  raw_url: `${links.page(repository)}/raw/${at}/${encodeURI(file.path)}`,
  contents_url: `${links.repository(repository)}/contents/${encodeURI(file.path)}?ref=${at}`,
  ...(file.patch !== undefined && { patch: file.patch }),
  ...(file.previousPath !== undefined && { previous_filename: file.previousPath }),
});
