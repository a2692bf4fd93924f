import { githubSecretDelete } from './actions-secrets/tools/github-secret-delete.ts';
import { githubSecretList } from './actions-secrets/tools/github-secret-list.ts';
import { githubSecretSet } from './actions-secrets/tools/github-secret-set.ts';
import { githubCollaboratorList } from './collaborators/tools/github-collaborator-list.ts';
import { githubDeployKeyAdd } from './deploy-keys/tools/github-deploy-key-add.ts';
import { githubDeployKeyDelete } from './deploy-keys/tools/github-deploy-key-delete.ts';
import { githubDeployKeyList } from './deploy-keys/tools/github-deploy-key-list.ts';
import { githubEnvironmentDelete } from './environments/tools/github-environment-delete.ts';
import { githubEnvironmentList } from './environments/tools/github-environment-list.ts';
import { githubEnvironmentPut } from './environments/tools/github-environment-put.ts';
import { githubProtectionDelete } from './protection/tools/github-protection-delete.ts';
import { githubProtectionGet } from './protection/tools/github-protection-get.ts';
import { githubProtectionPut } from './protection/tools/github-protection-put.ts';
import { githubRulesetDelete } from './rulesets/tools/github-ruleset-delete.ts';
import { githubRulesetGet } from './rulesets/tools/github-ruleset-get.ts';
import { githubRulesetList } from './rulesets/tools/github-ruleset-list.ts';
import { githubRulesetPut } from './rulesets/tools/github-ruleset-put.ts';
import { githubVariableDelete } from './variables/tools/github-variable-delete.ts';
import { githubVariableList } from './variables/tools/github-variable-list.ts';
import { githubVariableSet } from './variables/tools/github-variable-set.ts';
import { githubWebhookCreate } from './webhooks/tools/github-webhook-create.ts';
import { githubWebhookDelete } from './webhooks/tools/github-webhook-delete.ts';
import { githubWebhookList } from './webhooks/tools/github-webhook-list.ts';
import { githubWebhookPing } from './webhooks/tools/github-webhook-ping.ts';
import { githubWebhookUpdate } from './webhooks/tools/github-webhook-update.ts';

/** Who and what a repository lets in, and which rules hold there. */
export const administrationTools = [
  githubSecretList,
  githubSecretSet,
  githubSecretDelete,
  githubVariableList,
  githubVariableSet,
  githubVariableDelete,
  githubEnvironmentList,
  githubEnvironmentPut,
  githubEnvironmentDelete,
  githubCollaboratorList,
  githubDeployKeyList,
  githubDeployKeyAdd,
  githubDeployKeyDelete,
  githubWebhookList,
  githubWebhookCreate,
  githubWebhookUpdate,
  githubWebhookDelete,
  githubWebhookPing,
  githubProtectionGet,
  githubProtectionPut,
  githubProtectionDelete,
  githubRulesetList,
  githubRulesetGet,
  githubRulesetPut,
  githubRulesetDelete,
];
