import { expect } from 'vitest';
import type { Example } from '../example.ts';
import { widgets } from '../github-sandbox.ts';
import { inWidgets, seededGitHubIds } from '../github-world.ts';

const { deployment, releases } = await seededGitHubIds();
const repo = widgets;
const asked = { risk: 'destructive', approval: { required: 'client' } };

export const githubDeploymentReads: readonly Example[] = [
  {
    tool: 'github_deployment_list',
    args: { repo, environment: 'staging' },
    answers: { deployments: [{ deployment_id: deployment, ref: 'main', state: 'in_progress' }] },
    error: { args: { repo: 'octo/missing' }, code: 'not_found' },
  },
  {
    tool: 'github_release_list',
    args: { repo, limit: 3 },
    answers: {
      releases: expect.arrayContaining([expect.objectContaining({ release_id: releases.draft, tag: 'v2.0.0', draft: true })]),
    },
    error: { args: { repo: 'octo/missing' }, code: 'not_found' },
  },
  {
    tool: 'github_release_get',
    args: { repo, tag: 'v1.0.0' },
    answers: { release_id: releases.published, draft: false, notes: { by: 'octo', trusted: true, text: 'Notes' }, files: [] },
    error: { args: { repo, tag: 'v9' }, code: 'not_found' },
  },
];

const release = (id: number) => inWidgets(({ extras }) => extras.releases.get(id)?.body['body']);

export const githubDeploymentWrites: readonly Example[] = [
  {
    tool: 'github_deployment_create',
    args: { repo, ref: 'main', environment: 'preview', description: 'Look at it' },
    answers: { risk: 'reversible', approval: { required: 'model' }, details: { environment: 'preview', auto_merge: false } },
    executes: {
      result: { as_previewed: true },
      afterwards: inWidgets(({ extras }) => [...extras.deployments.values()].map(({ body }) => body['environment'])),
      found: ['staging', 'preview'],
    },
    error: { args: { repo, ref: 'missing', environment: 'preview' }, code: 'not_found' },
  },
  {
    tool: 'github_deployment_status_set',
    args: { repo, deployment_id: deployment, state: 'success', environment_url: 'https://staging.example.com' },
    answers: { risk: 'reversible', before: { state: 'in_progress', environment: 'staging' } },
    executes: {
      result: { state: 'success' },
      afterwards: inWidgets(({ extras }) => extras.deployments.get(deployment)?.statuses.map(({ body }) => body['state'])),
      found: ['in_progress', 'success'],
    },
    error: { args: { repo, deployment_id: 999, state: 'success' }, code: 'not_found' },
  },
  {
    tool: 'github_release_create',
    args: { repo, tag: 'v1.1.0', target: 'main', notes: 'Better' },
    answers: { ...asked, details: { draft: false } },
    executes: {
      result: { tag: 'v1.1.0', draft: false },
      afterwards: inWidgets(
        async ({ git }) => (await git.resolve('refs/tags/v1.1.0')) === (await git.resolve('refs/heads/main')),
      ),
      found: true,
    },
    error: { args: { repo, tag: 'v1.0.0', notes: 'Again' }, code: 'conflict' },
  },
  {
    tool: 'github_release_update',
    args: { repo, release_id: releases.draft, notes: 'Everything is new' },
    answers: { risk: 'reversible', before: { tag: 'v2.0.0', notes: { text: 'Notes' } } },
    executes: {
      result: { release_id: releases.draft, draft: true },
      afterwards: release(releases.draft),
      found: 'Everything is new',
    },
    error: { args: { repo, release_id: 999, notes: 'x' }, code: 'not_found' },
  },
  {
    tool: 'github_release_delete',
    args: { repo, release_id: releases.old },
    answers: { ...asked, before: { tag: 'v0.9.0' } },
    executes: {
      result: { release_id: releases.old, deleted: true },
      afterwards: release(releases.old),
      found: undefined,
    },
    error: { args: { repo, release_id: 999 }, code: 'not_found' },
  },
];
