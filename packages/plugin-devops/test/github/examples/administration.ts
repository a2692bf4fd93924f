import type { JsonObject } from '@lineclear/core/plugin';
import { secretMarker } from '@lineclear/testing';
import { publicKey } from '../../../src/github/test/public-key.ts';
import { type Examples, type GitHubBackend, widgets } from '../backend.ts';

const repo = widgets;

const extras = ({ world }: GitHubBackend) => world.repository(widgets).extras;
const put = (kind: 'secrets' | 'variables', value: string) => (backend: GitHubBackend) =>
  void extras(backend)[kind].set('/DEPLOY_HOST', { name: 'DEPLOY_HOST', value, createdAtMs: 0, updatedAtMs: value.length * 1e9 });

/** Somebody's record among the deploy keys or webhooks, number 7. */
const kept = (kind: 'keys' | 'hooks', body: JsonObject) => (backend: GitHubBackend) =>
  void extras(backend)[kind].set(7, { id: 7, by: 'ada', createdAtMs: 0, updatedAtMs: 0, body });
const environment = (body: JsonObject) => (backend: GitHubBackend) =>
  void extras(backend).environments.set('production', { id: 7, by: 'ada', createdAtMs: 0, updatedAtMs: 0, body });
const key = (filler: number) => kept('keys', { title: 'droplet', key: publicKey(filler, ''), read_only: true });
const hook = (path: string) =>
  kept('hooks', { active: true, events: ['push'], config: { url: `https://ci.example.com/${path}`, secret: secretMarker } });

export const administrationExamples: Examples = {
  github_secret_list: [
    { input: { repo }, arrange: put('secrets', 'one') },
    { input: { repo, environment: 'missing' }, error: 'not_found' },
  ],
  github_secret_set: [
    { input: { repo, name: 'DEPLOY_HOST', value: secretMarker }, drift: put('secrets', 'theirs') },
    { input: { repo, environment: 'missing', name: 'DEPLOY_HOST', value: secretMarker }, error: 'not_found' },
  ],
  github_secret_delete: [
    { input: { repo, name: 'DEPLOY_HOST' }, arrange: put('secrets', 'one'), drift: put('secrets', 'theirs') },
    { input: { repo, name: 'MISSING' }, error: 'not_found' },
  ],
  github_variable_list: [
    { input: { repo }, arrange: put('variables', 'one') },
    { input: { repo, environment: 'missing' }, error: 'not_found' },
  ],
  github_variable_set: [
    { input: { repo, name: 'DEPLOY_HOST', value: 'mine' }, drift: put('variables', 'theirs') },
    { input: { repo, name: 'DEPLOY_HOST', value: 'mine' }, arrange: put('variables', 'one'), drift: put('variables', 'theirs') },
  ],
  github_variable_delete: [
    { input: { repo, name: 'DEPLOY_HOST' }, arrange: put('variables', 'one'), drift: put('variables', 'theirs') },
    { input: { repo, name: 'MISSING' }, error: 'not_found' },
  ],
  github_environment_list: [{ input: { repo }, arrange: environment({ wait_timer: 5 }) }],
  github_environment_put: [
    {
      input: {
        repo,
        environment: 'production',
        reviewers: ['octo'],
        wait_minutes: 5,
        branch_policy: 'patterns',
        patterns: ['main'],
      },
      drift: environment({ wait_timer: 9 }),
    },
    {
      input: { repo, environment: 'production', wait_minutes: 0 },
      arrange: environment({ wait_timer: 5 }),
      drift: environment({}),
    },
    { input: { repo, environment: 'production', reviewers: ['nobody-at-all'] }, error: 'not_found' },
  ],
  github_environment_delete: [
    { input: { repo, environment: 'production' }, arrange: environment({ wait_timer: 5 }), drift: environment({}) },
    { input: { repo, environment: 'missing' }, error: 'not_found' },
  ],
  github_collaborator_list: [{ input: { repo } }, { input: { repo, affiliation: 'outside' } }],
  github_deploy_key_list: [{ input: { repo }, arrange: key(1) }],
  github_deploy_key_add: [
    { input: { repo, title: 'droplet', key: publicKey() }, drift: key(1) },
    { input: { repo, title: 'droplet', key: publicKey(), read_only: false }, drift: key(1) },
    { input: { repo, title: 'droplet', key: publicKey() }, arrange: key(1), error: 'conflict' },
  ],
  github_deploy_key_delete: [
    { input: { repo, key_id: 7 }, arrange: key(1), drift: key(2) },
    { input: { repo, key_id: 8 }, error: 'not_found' },
  ],
  github_webhook_list: [{ input: { repo }, arrange: hook('a') }],
  github_webhook_create: [
    { input: { repo, url: 'https://ci.example.com/b', secret: secretMarker }, arrange: hook('a'), drift: hook('b') },
    { input: { repo, url: 'https://new.example.com/' }, drift: kept('hooks', { config: { url: 'https://new.example.com/' } }) },
  ],
  github_webhook_update: [
    {
      input: { repo, hook_id: 7, url: 'https://ci.example.com/b', secret: secretMarker, active: false },
      arrange: hook('a'),
      drift: hook('c'),
    },
    { input: { repo, hook_id: 8, active: false }, error: 'not_found' },
  ],
  github_webhook_delete: [
    { input: { repo, hook_id: 7 }, arrange: hook('a'), drift: hook('b') },
    { input: { repo, hook_id: 8 }, error: 'not_found' },
  ],
  github_webhook_ping: [
    { input: { repo, hook_id: 7 }, arrange: hook('a'), drift: hook('b') },
    { input: { repo, hook_id: 8 }, error: 'not_found' },
  ],
};
