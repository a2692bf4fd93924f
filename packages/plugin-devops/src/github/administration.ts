import { githubSecretDelete } from './actions-secrets/tools/github-secret-delete.ts';
import { githubSecretList } from './actions-secrets/tools/github-secret-list.ts';
import { githubSecretSet } from './actions-secrets/tools/github-secret-set.ts';
import { githubVariableDelete } from './variables/tools/github-variable-delete.ts';
import { githubVariableList } from './variables/tools/github-variable-list.ts';
import { githubVariableSet } from './variables/tools/github-variable-set.ts';

/** Who and what a repository lets in, and which rules hold there. */
export const administrationTools = [
  githubSecretList,
  githubSecretSet,
  githubSecretDelete,
  githubVariableList,
  githubVariableSet,
  githubVariableDelete,
];
