import { definePlugin } from '@lineclear/core/plugin';
import { githubBranchCreate } from './branches/tools/github-branch-create.ts';
import { githubRepoGet } from './repositories/tools/github-repo-get.ts';

/** GitHub: repositories, pull requests, issues, Actions, settings, deployments and alerts. */
export default definePlugin({
  id: 'github',
  title: 'GitHub',
  version: '0.0.0',
  toolsets: {
    repositories: { title: 'Repositories', use: 'See and change repositories, branches and files on GitHub, and search.' },
  },
  tools: [githubRepoGet, githubBranchCreate],
});
