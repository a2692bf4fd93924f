import { definePlugin } from '@lineclear/core/plugin';
import { actionsTools } from './actions/tools.ts';
import { administrationTools } from './administration.ts';
import { alertTools } from './alerts/tools.ts';
import { deploymentTools } from './deployments/tools.ts';
import { issueTools } from './issues/tools.ts';
import { developFeature } from './prompts/develop-feature.ts';
import { reviewTogether } from './prompts/review-together.ts';
import { shipHotfix } from './prompts/ship-hotfix.ts';
import { pullRequestTools } from './pull-requests/tools.ts';
import { repositoryTools } from './repositories/tools.ts';

const place = 'GitHub';

/** GitHub: repositories, pull requests, issues, Actions, settings, deployments and alerts. */
export default definePlugin({
  id: 'github',
  title: 'GitHub',
  version: '0.0.0',
  toolsets: {
    repositories: { title: 'Repositories', use: 'See and change repositories, branches and files there, and search.', place },
    'pull-requests': { title: 'Pull requests', use: 'Open, review and merge pull requests, and see their checks.', place },
    issues: { title: 'Issues', use: 'Read, open and change issues, comments and labels.', place },
    actions: { title: 'Actions', use: 'See why workflows fail; start, repeat and cancel their runs.', place },
    deployments: { title: 'Deployments', use: 'Deployments with their states, and releases.', place },
    administration: { title: 'Administration', use: 'Secrets, variables, environments, keys, webhooks and branch rules.', place },
    alerts: { title: 'Alerts', use: 'What the scanners of code, dependencies and secrets found.', place },
  },
  tools: [
    ...repositoryTools,
    ...pullRequestTools,
    ...issueTools,
    ...actionsTools,
    ...deploymentTools,
    ...administrationTools,
    ...alertTools,
  ],
  prompts: [developFeature, shipHotfix, reviewTogether],
});
