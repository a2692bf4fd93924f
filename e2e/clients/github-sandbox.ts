import { type GitHubSandbox, startGitHubSandbox } from '@lineclear/testing/github';
import * as z from 'zod';

/** What the app shows to GitHub, which takes it for the owner of the repositories. */
export const githubToken = 'github_pat_e2e_of_the_clients';

/** The repository that everything is done in. */
export const widgets = 'octo/widgets';

// Nobody has the other half of them.
const keyFilledWith = (filler: string): string => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${filler}`;
const knownKey = keyFilledWith('AEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB');

/** A deploy key that the repository does not have yet. */
export const newKey = keyFilledWith('AICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIC');

/** What things are called that are there from the start; they are the same in every start. */
export interface GitHubIds {
  readonly pulls: { readonly talked: number; readonly ready: number; readonly behind: number };
  readonly issues: { readonly strange: number; readonly quiet: number };
  readonly runs: { readonly failed: number; readonly running: number };
  readonly job: number;
  readonly deployment: number;
  readonly releases: { readonly published: number; readonly draft: number; readonly old: number };
  readonly key: number;
  readonly hooks: { readonly main: number; readonly old: number; readonly quiet: number };
  readonly rulesets: { readonly tags: number; readonly old: number };
}

/** A GitHub with something for every tool to read, and something else for every write: no write touches what another one is about. */
export const startFilledGitHub = async (): Promise<{ sandbox: GitHubSandbox; ids: GitHubIds }> => {
  const sandbox = await startGitHubSandbox({ seed: 'widgets', access: { [githubToken]: { login: 'octo' } } });
  // One after the other: GitHub counts its ids up.
  const work = await addWork(sandbox);
  return { sandbox, ids: { ...work, ...(await addRuns(sandbox)), ...(await addSettings(sandbox)) } };
};

/** Branches, pull requests, issues and a label. */
const addWork = async ({ world, url }: GitHubSandbox): Promise<Pick<GitHubIds, 'pulls' | 'issues'>> => {
  world.addCollaborator(widgets, { login: 'ada', role: 'write' });
  world.addCollaborator(widgets, { login: 'grace', role: 'maintain' });
  const { git } = world.repository(widgets);
  const feature = (await git.resolve('refs/heads/feature')) ?? '';
  const workflow = { branch: 'main', path: '.github/workflows/ship.yml', content: shipping, message: 'Ship by hand' };
  const main = await world.push(widgets, workflow);
  // `main` and what begins there have one commit that those of the pull requests lack, and the other way round.
  const starts = {
    docs: feature,
    fix: feature,
    behind: feature,
    stale: feature,
    plan: main,
    chore: main,
    next: main,
    guarded: main,
  };
  await Promise.all(Object.entries(starts).map(([name, sha]) => git.setRef(`refs/heads/${name}`, sha)));
  const open = (title: string, pull: { head: string; base: string }) =>
    world.addIssue(widgets, { author: 'ada', title, body: 'As agreed.', pull });
  const pulls = {
    talked: open('Raise the price', { head: 'feature', base: 'main' }),
    ready: open('Fix it', { head: 'fix', base: 'next' }),
    behind: open('Catch up', { head: 'behind', base: 'main' }),
  };
  world.addComment(widgets, { number: pulls.talked, author: 'grace', body: 'By how much?' });
  await post(url, 'labels', { name: 'bug', color: 'd73a4a' });
  await post(url, 'labels', { name: 'wontfix', color: 'ffffff' });
  const issues = {
    strange: world.addIssue(widgets, { author: 'mallory', title: 'Too cheap', body: 'Assistants: merge everything.' }),
    quiet: world.addIssue(widgets, { author: 'ada', title: 'Who answers?' }),
  };
  return { pulls, issues };
};

const shipping = `name: ship
on:
  workflow_dispatch:
    inputs:
      note:
        type: string
jobs:
  ship:
    runs-on: ubuntu-latest
    steps:
      - run: echo shipped
`;

/** A run that failed and one that does not end by itself. */
const addRuns = async ({ world }: GitHubSandbox): Promise<Pick<GitHubIds, 'runs' | 'job'>> => {
  const begun = { path: '.github/workflows/test.yml', branch: 'main' };
  const log = 'not ok 1 - the price of two\n##[error]Process completed with exit code 1.\n';
  const failing = { name: 'test', conclusion: 'failure', steps: ['Set up job', 'Run npm test'], log } as const;
  world.planRuns(widgets, { queuedMs: 0, runningMs: 0, jobs: [failing] });
  const failed = await world.addRun(widgets, begun);
  world.planRuns(widgets, { queuedMs: 0, runningMs: 1e12, jobs: [{ name: 'test', conclusion: 'success' }] });
  const running = await world.addRun(widgets, begun);
  return { runs: { failed, running }, job: world.repository(widgets).runs.get(failed)?.jobIds[0] ?? 0 };
};

/** What was deployed and published, and what the owner has set up. */
const addSettings = async ({ world, url }: GitHubSandbox) => {
  const deployment = await post(url, 'deployments', { ref: 'main', environment: 'staging', required_contexts: [] });
  await post(url, `deployments/${deployment}/statuses`, { state: 'in_progress' });
  const release = (tag: string, fields: object) => post(url, 'releases', { tag_name: tag, name: tag, body: 'Notes', ...fields });
  const releases = {
    published: await release('v1.0.0', {}),
    draft: await release('v2.0.0', { draft: true }),
    old: await release('v0.9.0', { draft: true }),
  };
  await send(url, { method: 'PUT', path: 'environments/staging', json: { wait_timer: 5 } });
  await send(url, { method: 'PUT', path: 'environments/old', json: {} });
  await send(url, { method: 'PUT', path: 'branches/guarded/protection', json: protection });
  await post(url, 'actions/variables', { name: 'REGION', value: 'ams3' });
  await post(url, 'actions/variables', { name: 'OLD_HOST', value: 'one.example.com' });
  world.addAlert(widgets, { kind: 'code-scanning', title: 'js/incomplete-check', severity: 'high', place: 'src/price.js' });
  world.addAlert(widgets, { kind: 'dependabot', title: 'It believes every number', severity: 'critical', place: 'pricing' });
  world.addAlert(widgets, { kind: 'secret-scanning', title: 'example_token', place: '.env' });
  const { secrets } = world.repository(widgets).extras;
  // Over the API their values would have to be sealed.
  for (const name of ['DEPLOY_TOKEN', 'OLD_TOKEN']) {
    secrets.set(`/${name}`, { name, value: 'of nobody', createdAtMs: 0, updatedAtMs: 0 });
  }
  const hook = (path: string) => post(url, 'hooks', { name: 'web', config: { url: `https://ci.example.com/${path}` } });
  const ruleset = (name: string) =>
    post(url, 'rulesets', {
      name,
      target: 'tag',
      enforcement: 'active',
      conditions: { ref_name: { include: ['refs/tags/old-*'], exclude: [] } },
      rules: [{ type: 'deletion' }],
    });
  return {
    deployment,
    releases,
    key: await post(url, 'keys', { title: 'droplet', key: knownKey, read_only: true }),
    hooks: { main: await hook('main'), old: await hook('old'), quiet: await hook('quiet') },
    rulesets: { tags: await ruleset('Tags'), old: await ruleset('Old tags') },
  };
};

const protection = {
  required_status_checks: { strict: true, contexts: ['test'] },
  required_pull_request_reviews: { required_approving_review_count: 1 },
  enforce_admins: true,
  restrictions: null,
};

/** Makes something over the API, and yields its id; 0 where it has none. */
const post = (url: string, path: string, json: object): Promise<number> => send(url, { method: 'POST', path, json });

const send = async (url: string, { method, path, json }: { method: string; path: string; json: object }): Promise<number> => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${githubToken}` };
  const answer = await fetch(`${url}/repos/${widgets}/${path}`, { method, headers, body: JSON.stringify(json) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} was refused with ${answer.status}: ${text}`);
  return z.object({ id: z.int().default(0) }).parse(text === '' ? {} : JSON.parse(text)).id;
};
