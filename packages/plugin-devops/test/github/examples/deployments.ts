import type { JsonObject } from '@lineclear/core/plugin';
import { type Examples, type GitHubBackend, widgets } from '../backend.ts';

const repo = widgets;
const kept = (id: number, body: JsonObject) => ({ id, by: 'octo', createdAtMs: 0, updatedAtMs: 0, body });

/** Deployment `id` to staging. */
const deployed =
  (id: number) =>
  async ({ world }: GitHubBackend): Promise<void> => {
    const { git, extras } = world.repository(widgets);
    const sha = (await git.resolve('refs/heads/main')) ?? '';
    extras.deployments.set(id, { ...kept(id, { ref: 'main', environment: 'staging' }), sha, statuses: [] });
  };

const failed = ({ world }: GitHubBackend): void =>
  void world
    .repository(widgets)
    .extras.deployments.get(7)
    ?.statuses.push(kept(90_000, { state: 'failure' }));

/** Release 7, a draft of v2.0.0 with these notes. */
const drafted =
  (notes: string) =>
  ({ world }: GitHubBackend): void =>
    void world.repository(widgets).extras.releases.set(7, kept(7, { tag_name: 'v2.0.0', body: notes, draft: true }));
const draft = drafted('Old');
const others = drafted('Theirs');

const moved = async ({ world }: GitHubBackend): Promise<void> =>
  void (await world.push(widgets, { branch: 'main', path: 'a.txt', content: 'theirs' }));

export const deploymentExamples: Examples = {
  github_deployment_list: [{ input: { repo, environment: 'staging', ref: 'main' }, arrange: deployed(7) }],
  github_deployment_create: [
    {
      input: { repo, ref: 'main', environment: 'staging', description: 'Now', required_contexts: [], task: 'deploy' },
      drift: moved,
    },
    { input: { repo, ref: 'main', environment: 'production' }, drift: moved },
    { input: { repo, ref: 'missing', environment: 'staging' }, error: 'not_found' },
  ],
  github_deployment_status_set: [
    {
      input: {
        repo,
        deployment_id: 7,
        state: 'success',
        description: 'Up',
        environment_url: 'https://staging.example.com',
        log_url: 'https://ci.example.com/7',
      },
      arrange: deployed(7),
      drift: failed,
    },
    { input: { repo, deployment_id: 99, state: 'success' }, error: 'not_found' },
  ],
  github_release_list: [{ input: { repo }, arrange: draft }],
  github_release_get: [
    { input: { repo, release_id: 7 }, arrange: draft },
    { input: { repo, tag: 'v2.0.0' }, arrange: draft },
    { input: { repo, tag: 'v9' }, error: 'not_found' },
  ],
  github_release_create: [
    { input: { repo, tag: 'v1.0.0', target: 'main', name: 'One', notes: 'First' }, drift: moved },
    { input: { repo, tag: 'v1.0.0', target: 'main', notes: 'First', generate_notes: true, draft: true }, drift: moved },
    { input: { repo, tag: 'v2.0.0', target: 'main' }, arrange: draft, error: 'conflict' },
  ],
  github_release_update: [
    { input: { repo, release_id: 7, name: 'Two', notes: 'New', prerelease: true }, arrange: draft, drift: others },
    { input: { repo, release_id: 7, draft: false, target: 'main', tag: 'v2.0.1' }, arrange: draft, drift: moved },
    { input: { repo, release_id: 99, notes: 'New' }, error: 'not_found' },
  ],
  github_release_delete: [
    { input: { repo, release_id: 7 }, arrange: draft, drift: others },
    { input: { repo, release_id: 99 }, error: 'not_found' },
  ],
};
