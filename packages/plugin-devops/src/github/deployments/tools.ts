import { githubReleaseCreate } from '../releases/tools/github-release-create.ts';
import { githubReleaseDelete } from '../releases/tools/github-release-delete.ts';
import { githubReleaseGet } from '../releases/tools/github-release-get.ts';
import { githubReleaseList } from '../releases/tools/github-release-list.ts';
import { githubReleaseUpdate } from '../releases/tools/github-release-update.ts';
import { githubDeploymentCreate } from './tools/github-deployment-create.ts';
import { githubDeploymentList } from './tools/github-deployment-list.ts';
import { githubDeploymentStatusSet } from './tools/github-deployment-status-set.ts';

/** Deployments and releases. */
export const deploymentTools = [
  githubDeploymentList,
  githubDeploymentCreate,
  githubDeploymentStatusSet,
  githubReleaseList,
  githubReleaseGet,
  githubReleaseCreate,
  githubReleaseUpdate,
  githubReleaseDelete,
];
