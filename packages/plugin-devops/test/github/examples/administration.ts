import { secretMarker } from '@lineclear/testing';
import { type Examples, type GitHubBackend, widgets } from '../backend.ts';

const repo = widgets;

const extras = ({ world }: GitHubBackend) => world.repository(widgets).extras;
const put = (kind: 'secrets' | 'variables', value: string) => (backend: GitHubBackend) =>
  void extras(backend)[kind].set('/DEPLOY_HOST', { name: 'DEPLOY_HOST', value, createdAtMs: 0, updatedAtMs: value.length * 1e9 });

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
};
