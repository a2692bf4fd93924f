import { githubLabelDelete } from '../labels/tools/github-label-delete.ts';
import { githubLabelList } from '../labels/tools/github-label-list.ts';
import { githubLabelPut } from '../labels/tools/github-label-put.ts';
import { githubIssueComment } from './tools/github-issue-comment.ts';
import { githubIssueCreate } from './tools/github-issue-create.ts';
import { githubIssueGet } from './tools/github-issue-get.ts';
import { githubIssueList } from './tools/github-issue-list.ts';
import { githubIssueUpdate } from './tools/github-issue-update.ts';

/** The toolset `issues`. */
export const issueTools = [
  githubIssueList,
  githubIssueGet,
  githubIssueCreate,
  githubIssueUpdate,
  githubIssueComment,
  githubLabelList,
  githubLabelPut,
  githubLabelDelete,
];
