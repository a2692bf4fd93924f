import { hasCelery } from './celery-world.ts';
import { hasPostgres } from './database-world.ts';
import type { Example } from './example.ts';
import { builtinExamples } from './examples/builtin.ts';
import { celeryReads, celeryWrites } from './examples/celery.ts';
import { databaseReads, databaseWrites } from './examples/database.ts';
import { deploymentReads, deploymentWrites } from './examples/deployments.ts';
import { dropletNetworkReads, dropletNetworkWrites } from './examples/droplet-networks.ts';
import { dropletReads, dropletWrites } from './examples/droplets.ts';
import { gitReads, gitWrites } from './examples/git.ts';
import { githubActionsReads, githubActionsWrites } from './examples/github-actions.ts';
import { githubAdministrationReads, githubAdministrationWrites } from './examples/github-administration.ts';
import { githubDeploymentReads, githubDeploymentWrites } from './examples/github-deployments.ts';
import { githubIssueReads, githubIssueWrites } from './examples/github-issues.ts';
import { githubPullRequestReads, githubPullRequestWrites } from './examples/github-pull-requests.ts';
import { githubRepositoryReads, githubRepositoryWrites } from './examples/github-repositories.ts';
import { githubRuleReads, githubRuleWrites } from './examples/github-rules.ts';
import { alertingReads, alertingWrites } from './examples/grafana-alerting.ts';
import { dashboardReads, dashboardWrites } from './examples/grafana-dashboards.ts';
import { incidentReads, incidentWrites } from './examples/grafana-incidents.ts';
import { queryReads } from './examples/grafana-queries.ts';
import { hostReads, hostWrites } from './examples/hosts.ts';
import { kubernetesReads, kubernetesWrites } from './examples/kubernetes.ts';
import { netReads } from './examples/net.ts';
import { processReads, processWrites } from './examples/processes.ts';
import { taskerReads, taskerWrites } from './examples/tasker.ts';
import { templateReads } from './examples/templates.ts';
import { workspaceReads, workspaceWrites } from './examples/workspace.ts';
import { hasGrafana } from './grafana-world.ts';
import { hasHosts } from './hosts-world.ts';

/** Those that change nothing. */
export const reads: readonly Example[] = [
  ...workspaceReads,
  ...processReads,
  ...gitReads,
  ...templateReads,
  ...taskerReads,
  ...githubRepositoryReads,
  ...githubPullRequestReads,
  ...githubIssueReads,
  ...githubActionsReads,
  ...githubDeploymentReads,
  ...githubAdministrationReads,
  ...githubRuleReads,
  ...dropletReads,
  ...dropletNetworkReads,
  ...kubernetesReads,
  ...netReads,
  ...(hasHosts ? [...hostReads, ...deploymentReads] : []),
  ...(hasPostgres ? databaseReads : []),
  ...(hasCelery ? celeryReads : []),
  ...(hasGrafana ? [...queryReads, ...dashboardReads, ...alertingReads, ...incidentReads] : []),
  ...builtinExamples,
];
const writes = [
  ...workspaceWrites,
  ...processWrites,
  ...gitWrites,
  ...taskerWrites,
  ...githubRepositoryWrites,
  ...githubPullRequestWrites,
  ...githubIssueWrites,
  ...githubActionsWrites,
  ...githubDeploymentWrites,
  ...githubAdministrationWrites,
  ...githubRuleWrites,
  ...dropletWrites,
  ...dropletNetworkWrites,
  ...kubernetesWrites,
  ...(hasHosts ? [...hostWrites, ...deploymentWrites] : []),
  ...(hasPostgres ? databaseWrites : []),
  ...(hasCelery ? celeryWrites : []),
  ...(hasGrafana ? [...dashboardWrites, ...alertingWrites, ...incidentWrites] : []),
];

/** One example for every tool of the app, reads first, so that no write changes what they see. */
export const examples: readonly Example[] = [...reads, ...writes];
