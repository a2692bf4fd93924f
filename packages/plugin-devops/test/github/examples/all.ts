import type { Examples } from '../backend.ts';
import { actionsExamples } from './actions.ts';
import { administrationExamples } from './administration.ts';
import { alertExamples } from './alerts.ts';
import { branchRuleExamples } from './branch-rules.ts';
import { deploymentExamples } from './deployments.ts';
import { issueExamples } from './issues.ts';
import { pullRequestExamples } from './pull-requests.ts';
import { repositoryExamples } from './repositories.ts';

/** Calls of every tool of the plugin. */
export const allExamples: Examples = {
  ...repositoryExamples,
  ...pullRequestExamples,
  ...issueExamples,
  ...actionsExamples,
  ...deploymentExamples,
  ...administrationExamples,
  ...branchRuleExamples,
  ...alertExamples,
};
