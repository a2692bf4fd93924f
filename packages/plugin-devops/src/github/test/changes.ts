import type { GitHubWorld } from '@lineclear/testing/github';

const widgets = 'octo/widgets';

/** `octo/widgets` becomes private. */
export const makePrivate = (world: GitHubWorld): void => {
  const repository = world.repository(widgets);
  Object.assign(repository, { settings: { ...repository.settings, private: true } });
};

/** `octo/widgets` gets a label, or the one of that name other fields. */
export const addLabel = (world: GitHubWorld, label: { name: string; color: string; description?: string }): void => {
  const { labels } = world.repository(widgets);
  labels.set(label.name.toLowerCase(), { id: labels.size + 900, description: null, ...label });
};

/** Nobody may comment on an issue or pull request any more. */
export const lock = (world: GitHubWorld, number: number): void => {
  Object.assign(world.issue(widgets, number), { isLocked: true });
};

/** A check of `octo/widgets` ends, or with a conclusion of null goes on. */
export const addCheck = (
  world: GitHubWorld,
  check: { commit: string; name: string; conclusion: string | null; output?: { title: string; summary: string; text: string } },
): void => {
  const { checkRuns } = world.repository(widgets);
  const id = checkRuns.size + 700;
  checkRuns.set(id, {
    id,
    headSha: check.commit,
    name: check.name,
    status: check.conclusion === null ? 'in_progress' : 'completed',
    conclusion: check.conclusion,
    startedAtMs: 0,
    completedAtMs: check.conclusion === null ? undefined : 0,
    detailsUrl: null,
    externalId: null,
    output: check.output ?? { title: null, summary: null, text: null },
  });
};

/** Somebody reviews a pull request of `octo/widgets`. */
export const addReview = (
  world: GitHubWorld,
  review: {
    number: number;
    author: string;
    state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED';
    commit: string;
    body?: string;
  },
): void => {
  const reviews = world.issue(widgets, review.number).pull?.reviews;
  const { author, state, commit: commitSha, body = '' } = review;
  reviews?.push({ id: reviews.length + 800, author, state, commitSha, body, submittedAtMs: 0 });
};

/** What a branch of `octo/widgets` points at. */
export const headOf = async (world: GitHubWorld, branch: string): Promise<string> =>
  (await world.repository(widgets).git.resolve(`refs/heads/${branch}`)) ?? '';
