import { type Examples, type GitHubBackend, widgets } from '../backend.ts';

const repo = widgets;
const one = { repo, run_id: 7 };
const shipFile = `name: ship
on:
  workflow_dispatch:
    inputs:
      note:
        type: string
jobs:
  ship:
    environment: production
`;

/** Run 7 of the test with the job 71: over where it takes no time, waiting where it takes long. */
const run =
  (takesMs: number) =>
  async ({ world }: GitHubBackend): Promise<void> => {
    const job = { name: 'test', conclusion: 'failure', steps: ['Run npm test'], log: '##[error]exit 1\n' } as const;
    world.planRuns(widgets, { queuedMs: takesMs, runningMs: 0, jobs: [job] });
    const { runs } = world.repository(widgets);
    const id = await world.addRun(widgets, { path: '.github/workflows/test.yml', branch: 'main' });
    const begun = runs.get(id);
    runs.delete(id);
    if (begun !== undefined) runs.set(7, { ...begun, id: 7, jobIds: [71] });
  };
const over = run(0);
const waiting = run(1e12);

const change =
  (fields: object) =>
  ({ world }: GitHubBackend): void =>
    void Object.assign(world.repository(widgets).runs.get(7) ?? {}, fields);

/** The workflow `ship` is there, and has the number that GitHub gives it. */
const ship = async (backend: GitHubBackend): Promise<void> => {
  await backend.world.push(widgets, { branch: 'main', path: '.github/workflows/ship.yml', content: shipFile });
  await over(backend);
};

const disable = ({ world }: GitHubBackend): void => {
  for (const workflow of world.repository(widgets).workflows.values()) workflow.state = 'disabled_manually';
};

export const actionsExamples: Examples = {
  github_workflow_list: [{ input: { repo }, arrange: over }],
  github_run_list: [
    { input: { repo, workflow: 'test.yml', branch: 'main', status: 'failure', event: 'push' }, arrange: over },
    { input: { repo, workflow: 'nope.yml' }, arrange: over, error: 'not_found' },
  ],
  github_run_get: [
    { input: one, arrange: over },
    { input: { repo, run_id: 99 }, error: 'not_found' },
  ],
  github_job_log: [
    { input: one, arrange: over },
    { input: { repo, job_id: 71, offset: 1, lines: 1 }, arrange: over },
    { input: { repo, job_id: 99 }, error: 'not_found' },
  ],
  github_run_watch: [
    { input: one, arrange: over },
    { input: { ...one, timeout_s: 1 }, arrange: waiting },
    { input: { repo, run_id: 99 }, error: 'not_found' },
  ],
  github_workflow_dispatch: [
    {
      input: { repo, workflow: 'ship.yml', ref: 'main', inputs: { note: 'now' } },
      arrange: ship,
      drift: async ({ world }) => void (await world.push(widgets, { branch: 'main', path: 'a.txt', content: 'theirs' })),
    },
    { input: { repo, workflow: 'ship.yml', ref: 'main', inputs: { target: 'x' } }, arrange: ship, error: 'invalid_input' },
    { input: { repo, workflow: 'nope.yml', ref: 'main' }, arrange: over, error: 'not_found' },
  ],
  github_run_rerun: [
    { input: { ...one, jobs: 'all' }, arrange: over, drift: change({ attempt: 2 }) },
    { input: { ...one, jobs: 'failed', debug: true }, arrange: over, drift: change({ attempt: 2 }) },
    { input: { ...one, jobs: 'all' }, arrange: waiting, error: 'conflict' },
  ],
  github_run_cancel: [
    { input: one, arrange: waiting, drift: change({ cancelledAtMs: 0 }) },
    { input: one, arrange: over, error: 'conflict' },
  ],
  github_workflow_set_state: [
    { input: { repo, workflow: 'test.yml', state: 'disabled' }, arrange: over, drift: disable },
    { input: { repo, workflow: 'test.yml', state: 'enabled' }, arrange: over, error: 'conflict' },
  ],
};
