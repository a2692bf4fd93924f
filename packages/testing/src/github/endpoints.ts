import { actionsEndpoints } from './routes/actions-endpoints.ts';
import { alertEndpoints } from './routes/alert-endpoints.ts';
import { branchEndpoints } from './routes/branch-endpoints.ts';
import { collaboratorEndpoints } from './routes/collaborator-endpoints.ts';
import { branchPolicyEndpoints } from './routes/branch-policy-endpoints.ts';
import { contentsEndpoints } from './routes/contents-endpoints.ts';
import { checkEndpoints } from './routes/check-endpoints.ts';
import { issueEndpoints } from './routes/issue-endpoints.ts';
import { labelEndpoints } from './routes/label-endpoints.ts';
import { reviewEndpoints } from './routes/review-endpoints.ts';
import { ruleEndpoints } from './routes/rule-endpoints.ts';
import { secretEndpoints } from './routes/secret-endpoints.ts';
import { searchEndpoints } from './routes/search-endpoints.ts';
import type { Endpoint } from './routes/endpoint.ts';
import { deploymentEndpoints } from './routes/deployment-endpoints.ts';
import { environmentEndpoints } from './routes/environment-endpoints.ts';
import { hookEndpoints } from './routes/hook-endpoints.ts';
import { releaseEndpoints } from './routes/release-endpoints.ts';
import { gitEndpoints } from './routes/git-endpoints.ts';
import { pullEndpoints } from './routes/pull-endpoints.ts';
import { repositoryEndpoints } from './routes/repository-endpoints.ts';

/** All endpoints of the server. The first that takes a path wins. */
export const endpointsOf = (): readonly Endpoint[] => [
  ...repositoryEndpoints(),
  ...collaboratorEndpoints(),
  ...contentsEndpoints(),
  ...gitEndpoints(),
  ...branchEndpoints(),
  ...pullEndpoints(),
  ...secretEndpoints(),
  ...alertEndpoints(),
  ...searchEndpoints(),
  ...releaseEndpoints(),
  ...deploymentEndpoints(),
  ...hookEndpoints(),
  ...environmentEndpoints(),
  ...branchPolicyEndpoints(),
  ...actionsEndpoints(),
  ...ruleEndpoints(),
  ...reviewEndpoints(),
  ...labelEndpoints(),
  ...issueEndpoints(),
  ...checkEndpoints(),
];
