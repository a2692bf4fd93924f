import { githubChecksGet } from '../checks/tools/github-checks-get.ts';
import { githubStatusSet } from '../checks/tools/github-status-set.ts';
import { githubPrComment } from './tools/github-pr-comment.ts';
import { githubPrComments } from './tools/github-pr-comments.ts';
import { githubPrCreate } from './tools/github-pr-create.ts';
import { githubPrDiff } from './tools/github-pr-diff.ts';
import { githubPrFiles } from './tools/github-pr-files.ts';
import { githubPrGet } from './tools/github-pr-get.ts';
import { githubPrList } from './tools/github-pr-list.ts';
import { githubPrMerge } from './tools/github-pr-merge.ts';
import { githubPrRequestReviewers } from './tools/github-pr-request-reviewers.ts';
import { githubPrReview } from './tools/github-pr-review.ts';
import { githubPrUpdate } from './tools/github-pr-update.ts';
import { githubPrUpdateBranch } from './tools/github-pr-update-branch.ts';

/** The toolset `pull-requests`. */
export const pullRequestTools = [
  githubPrList,
  githubPrGet,
  githubPrDiff,
  githubPrFiles,
  githubPrComments,
  githubPrCreate,
  githubPrUpdate,
  githubPrRequestReviewers,
  githubPrReview,
  githubPrComment,
  githubPrMerge,
  githubPrUpdateBranch,
  githubChecksGet,
  githubStatusSet,
];
