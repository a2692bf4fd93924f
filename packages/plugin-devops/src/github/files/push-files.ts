import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { findBranch } from '../branches/branch.ts';
import { refAnswer } from '../branches/ref.ts';
import type { GitHubReader } from '../client/github-reader.ts';
import type { GitHubWriter } from '../client/github-writer.ts';

interface Push {
  readonly writer: GitHubWriter;
  readonly repository: string;
  readonly branch: string;
  readonly changes: readonly { readonly path: string; readonly content: string | null; readonly mode: string }[];
  readonly message: string;
  readonly head: string | null;
  readonly tree: string | null;
  /** Notes the commit before the branch is asked to move, for the case that the answer is lost. */
  readonly remember: (commit: string) => Promise<void>;
  readonly step: (name: string) => void;
  readonly signal: AbortSignal;
}

const made = z.object({ sha: z.string() });

/** Makes one commit upon a head and moves the branch there. Before the last request nothing can be seen of it. */
export const pushFiles = async (push: Push): Promise<string> => {
  const { writer, repository, branch, changes, message, head, tree: base, remember, step, signal } = push;
  if (head === null || base === null) throw new LineclearError('conflict', 'The branch is gone.', { effect: 'none' });
  const post = (path: string, values: Record<string, unknown>) =>
    writer.send({ method: 'POST', repository, path, values, schema: made, signal });

  const entries = changes.map(({ path, content, mode }) => ({
    path,
    mode,
    type: 'blob',
    ...(content === null ? { sha: null } : { content }),
  }));
  const tree = await post('/git/trees', { base_tree: base, tree: entries });
  step(`made the tree ${tree.sha}`);
  const commit = await post('/git/commits', { message, tree: tree.sha, parents: [head] });
  await remember(commit.sha);
  step(`made the commit ${commit.sha}`);
  await moveBranch({ writer, repository, branch, head, commit: commit.sha, signal });
  return commit.sha;
};

/** Whether a commit is in the history of a branch. */
export const holdsCommit = async (request: {
  reader: GitHubReader;
  repository: string;
  branch: string;
  commit: string;
  signal: AbortSignal;
}): Promise<boolean> => {
  const { reader, repository, branch, commit, signal } = request;
  const values = { basehead: `${commit}...${branch}`, per_page: 1 };
  const schema = z.object({ behind_by: z.int() });
  const compared = await reader.find({ repository, path: '/compare/{basehead}', values, schema, signal });
  return compared?.behind_by === 0;
};

const moveBranch = async (request: {
  writer: GitHubWriter;
  repository: string;
  branch: string;
  head: string;
  commit: string;
  signal: AbortSignal;
}): Promise<void> => {
  const { writer, repository, branch, head, commit, signal } = request;
  const values = { ref: `heads/${branch}`, sha: commit, force: false };
  try {
    await writer.send({ method: 'PATCH', repository, path: '/git/refs/{ref}', values, schema: refAnswer, signal });
  } catch (error) {
    if (!LineclearError.is(error) || error.effect !== 'none') throw error;
    const now = await findBranch({ reader: writer.reader, repository, branch, signal });
    if (now?.head === head) throw error;
    // GitHub moves a branch forward only, so somebody else was first.
    throw new LineclearError('conflict', 'The branch has moved since.', { effect: 'none', cause: error });
  }
};
