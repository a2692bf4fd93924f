import { githubBranchCreate } from '../branches/tools/github-branch-create.ts';
import { githubBranchDelete } from '../branches/tools/github-branch-delete.ts';
import { githubBranchList } from '../branches/tools/github-branch-list.ts';
import { githubCommitGet } from '../commits/tools/github-commit-get.ts';
import { githubCommitList } from '../commits/tools/github-commit-list.ts';
import { githubCompare } from '../commits/tools/github-compare.ts';
import { githubFileGet } from '../files/tools/github-file-get.ts';
import { githubFilePut } from '../files/tools/github-file-put.ts';
import { githubFilesPush } from '../files/tools/github-files-push.ts';
import { githubSearch } from '../search/tools/github-search.ts';
import { githubRepoCreate } from './tools/github-repo-create.ts';
import { githubRepoGet } from './tools/github-repo-get.ts';
import { githubRepoUpdate } from './tools/github-repo-update.ts';

/** The toolset `repositories`. */
export const repositoryTools = [
  githubRepoGet,
  githubRepoCreate,
  githubRepoUpdate,
  githubBranchList,
  githubBranchCreate,
  githubBranchDelete,
  githubFileGet,
  githubFilePut,
  githubFilesPush,
  githubCommitList,
  githubCommitGet,
  githubCompare,
  githubSearch,
];
