import { expect } from 'vitest';
import type { Example } from '../example.ts';
import { newKey, widgets } from '../github-sandbox.ts';
import { inWidgets, seededGitHubIds } from '../github-world.ts';

const { key, hooks } = await seededGitHubIds();
const repo = widgets;
const noRepository = { args: { repo: 'octo/missing' }, code: 'not_found' } as const;
const noEnvironment = { args: { repo, environment: 'missing' }, code: 'not_found' } as const;
const asked = { risk: 'destructive', approval: { required: 'client' } };
const reversible = { risk: 'reversible', approval: { required: 'model' } };

export const githubAdministrationReads: readonly Example[] = [
  {
    tool: 'github_secret_list',
    args: { repo },
    answers: { secrets: [{ name: 'DEPLOY_TOKEN' }, { name: 'OLD_TOKEN' }], next_page: null },
    error: noEnvironment,
  },
  {
    tool: 'github_variable_list',
    args: { repo },
    answers: { variables: [{ name: 'REGION', value: 'ams3' }, { name: 'OLD_HOST' }] },
    error: noEnvironment,
  },
  {
    tool: 'github_environment_list',
    args: { repo },
    answers: { environments: [{ name: 'staging', wait_minutes: 5, branch_policy: 'all' }, { name: 'old' }] },
    error: noRepository,
  },
  {
    tool: 'github_collaborator_list',
    args: { repo, affiliation: 'all' },
    answers: {
      collaborators: expect.arrayContaining([
        { login: 'ada', type: 'User', role: 'write' },
        { login: 'grace', type: 'User', role: 'maintain' },
      ]),
    },
    error: noRepository,
  },
  {
    tool: 'github_deploy_key_list',
    args: { repo },
    answers: { keys: [{ key_id: key, title: 'droplet', read_only: true, fingerprint: expect.stringMatching(/^SHA256:/) }] },
    error: noRepository,
  },
  {
    tool: 'github_webhook_list',
    args: { repo },
    answers: { webhooks: [{ hook_id: hooks.main, active: true }, { hook_id: hooks.old }, { hook_id: hooks.quiet }] },
    error: noRepository,
  },
];

const hook = (id: number, field: string) => inWidgets(({ extras }) => extras.hooks.get(id)?.body[field]);

export const githubAdministrationWrites: readonly Example[] = [
  {
    tool: 'github_secret_set',
    args: { repo, name: 'REGISTRY_TOKEN', value: 'a value of nobody' },
    answers: asked,
    executes: {
      result: { name: 'REGISTRY_TOKEN', change: 'created' },
      // It came sealed, and can be opened.
      afterwards: inWidgets((_repository, world) => world.secret(repo, 'REGISTRY_TOKEN')),
      found: 'a value of nobody',
    },
    error: { args: { ...noEnvironment.args, name: 'REGISTRY_TOKEN', value: 'x' }, code: 'not_found' },
  },
  {
    tool: 'github_secret_delete',
    args: { repo, name: 'OLD_TOKEN' },
    answers: asked,
    executes: {
      result: { deleted: 'OLD_TOKEN' },
      afterwards: inWidgets(({ extras }) => [...extras.secrets.keys()].toSorted()),
      found: ['/DEPLOY_TOKEN', '/REGISTRY_TOKEN'],
    },
    error: { args: { repo, name: 'MISSING' }, code: 'not_found' },
  },
  {
    tool: 'github_variable_set',
    args: { repo, name: 'REGION', value: 'fra1' },
    answers: { ...reversible, changes: [expect.stringMatching(/^- ?.*ams3/), expect.stringMatching(/^\+ ?.*fra1/)] },
    executes: {
      result: { name: 'REGION', change: 'changed' },
      afterwards: inWidgets(({ extras }) => extras.variables.get('/REGION')?.value),
      found: 'fra1',
    },
    error: { args: { ...noEnvironment.args, name: 'REGION', value: 'fra1' }, code: 'not_found' },
  },
  {
    tool: 'github_variable_delete',
    args: { repo, name: 'OLD_HOST' },
    answers: asked,
    executes: {
      result: { deleted: 'OLD_HOST' },
      afterwards: inWidgets(({ extras }) => extras.variables.has('/OLD_HOST')),
      found: false,
    },
    error: { args: { repo, name: 'MISSING' }, code: 'not_found' },
  },
  {
    tool: 'github_environment_put',
    args: { repo, environment: 'production', reviewers: ['grace'], branch_policy: 'patterns', patterns: ['release/*'] },
    answers: { ...reversible, details: { after: { reviewers: ['grace'], patterns: ['release/*'] } } },
    executes: {
      result: { name: 'production', branch_policy: 'patterns' },
      afterwards: inWidgets(({ extras }) => extras.environments.get('production')?.body),
      found: expect.objectContaining({
        reviewers: [{ type: 'User', id: expect.any(Number) }],
        policies: [expect.objectContaining({ name: 'release/*' })],
      }),
    },
    error: { args: { repo, environment: 'production', reviewers: ['nobody-at-all'] }, code: 'not_found' },
  },
  {
    tool: 'github_environment_delete',
    args: { repo, environment: 'old' },
    answers: asked,
    executes: {
      result: { deleted: 'old' },
      afterwards: inWidgets(({ extras }) => extras.environments.has('old')),
      found: false,
    },
    error: noEnvironment,
  },
  {
    tool: 'github_deploy_key_add',
    args: { repo, title: 'cluster', key: newKey },
    answers: reversible,
    executes: {
      result: { title: 'cluster', read_only: true },
      afterwards: inWidgets(({ extras }) => [...extras.keys.values()].some(({ body }) => body['key'] === newKey)),
      found: true,
    },
    error: { args: { repo, title: 'cluster', key: 'no key' }, code: 'invalid_input' },
  },
  {
    tool: 'github_deploy_key_delete',
    args: { repo, key_id: key },
    answers: asked,
    executes: { result: { deleted: key }, afterwards: inWidgets(({ extras }) => extras.keys.has(key)), found: false },
    error: { args: { repo, key_id: 999 }, code: 'not_found' },
  },
  {
    tool: 'github_webhook_create',
    // To another host it would need somebody who approves outside of the client.
    args: { repo, url: 'https://ci.example.com/new', secret: 'of nobody' },
    answers: { ...asked, details: { signed: true } },
    executes: {
      result: { active: true, events: ['push'], signed: true },
      afterwards: inWidgets(({ extras }) => [...extras.hooks.values()].at(-1)?.body['config']),
      found: expect.objectContaining({ url: 'https://ci.example.com/new', secret: 'of nobody' }),
    },
    error: { args: { repo, url: 'http://ci.example.com/new' }, code: 'invalid_input' },
  },
  {
    tool: 'github_webhook_update',
    args: { repo, hook_id: hooks.main, active: false },
    answers: { ...reversible, changes: ['active: false'] },
    executes: { result: { hook_id: hooks.main, active: false }, afterwards: hook(hooks.main, 'active'), found: false },
    error: { args: { repo, hook_id: 999, active: false }, code: 'not_found' },
  },
  {
    tool: 'github_webhook_delete',
    args: { repo, hook_id: hooks.old },
    answers: asked,
    executes: {
      result: { deleted: hooks.old },
      afterwards: inWidgets(({ extras }) => extras.hooks.has(hooks.old)),
      found: false,
    },
    error: { args: { repo, hook_id: 999 }, code: 'not_found' },
  },
  {
    tool: 'github_webhook_ping',
    args: { repo, hook_id: hooks.quiet },
    answers: { risk: 'additive' },
    executes: { result: { pinged: hooks.quiet }, afterwards: hook(hooks.quiet, 'pings'), found: 1 },
    error: { args: { repo, hook_id: 999 }, code: 'not_found' },
  },
];
