import type { RunPlan } from '../model/automation.ts';
import type { IssueRecord, RepositoryRecord, RepositoryRole, RepositorySettings } from '../model/records.ts';
import type { NewAlert } from './alerts.ts';
import { addAlert } from './alerts.ts';
import { moveBranch, saveFile, signatureOf } from './commits.ts';
import { addComment, openIssue } from './issues.ts';
import { startRun, workflowsOf } from './runs.ts';
import type { Store } from './store.ts';

/** The sandbox seen from behind: what others do, and what is true now. Repositories go by their full names. */
export interface GitHubWorld {
  repository(fullName: string): Readonly<RepositoryRecord>;
  /** The full names of all that there are. */
  repositories(): readonly string[];
  issue(fullName: string, number: number): Readonly<IssueRecord>;
  /** Makes a repository, with files on its default branch where some are given. */
  addRepository(repository: {
    fullName: string;
    settings?: Partial<RepositorySettings>;
    files?: Readonly<Record<string, string>>;
  }): Promise<void>;
  /** Makes an account an organisation, with people who belong to it. */
  addOrganization(organization: { login: string; members?: readonly string[] }): void;
  addCollaborator(fullName: string, collaborator: { login: string; role: RepositoryRole }): void;
  /** Somebody pushes a file (or its removal, without a content) to a branch, which begins at the default branch. Yields the commit. */
  push(
    fullName: string,
    change: { branch: string; path: string; content?: string; message?: string; by?: string },
  ): Promise<string>;
  /** The text of a file on a branch; nothing where there is none. */
  file(fullName: string, place: { branch: string; path: string }): Promise<string | undefined>;
  /** Somebody opens an issue, or a pull request with `pull`. Yields its number. */
  addIssue(
    fullName: string,
    issue: { author: string; title: string; body?: string; pull?: { head: string; base: string } },
  ): number;
  /** One of GitHub's scanners finds something. Yields the number of the alert. */
  addAlert(fullName: string, alert: NewAlert): number;
  /** The value of a secret, opened; nothing where it is not set. */
  secret(fullName: string, name: string, environment?: string): string | undefined;
  /** How the runs of workflows go that begin from now on. */
  planRuns(fullName: string, plan: RunPlan): void;
  /** A workflow begins on a branch, as after a push; `fork` is a repository that the commit comes from. Yields the run's number. */
  addRun(fullName: string, run: { path: string; branch: string; event?: string; by?: string; fork?: string }): Promise<number>;
  /** Lets a run reach its end at once. */
  finishRun(fullName: string, id: number): void;
  addComment(fullName: string, comment: { number: number; author: string; body: string }): number;
}

export const createWorld = (store: Store): GitHubWorld => {
  const repository = (fullName: string): RepositoryRecord =>
    found(store.repositories.get(fullName.toLowerCase()), `repository ${fullName}`);
  const issue = (fullName: string, number: number): IssueRecord =>
    found(repository(fullName).issues.get(number), `issue ${number}`);
  return {
    repository,
    repositories: () => [...store.repositories.values()].map(({ owner, name }) => `${owner.login}/${name}`),
    issue,
    addRepository: async ({ fullName, settings = {}, files = {} }) => {
      const [owner = '', name = ''] = fullName.split('/');
      await fill(store, await store.createRepository({ owner: store.account(owner), name, settings }), files);
    },
    addOrganization: ({ login, members = [] }) => {
      store.account(login, 'Organization');
      for (const member of members) store.members(login).add(store.account(member).login);
    },
    addCollaborator: (fullName, { login, role }) => {
      repository(fullName).collaborators.set(store.account(login).login, role);
    },
    push: async (fullName, { branch, path, content, message = `Change ${path}`, by = store.owner.login }) => {
      const place = repository(fullName);
      const start = await place.git.resolve(`refs/heads/${place.defaultBranch}`);
      const isNew = (await place.git.resolve(`refs/heads/${branch}`)) === undefined;
      if (isNew && start !== undefined) await moveBranch(store, place, { branch, sha: start });
      const bytes = content === undefined ? undefined : Buffer.from(content);
      return saveFile(store, place, { branch, path, content: bytes, message, login: by });
    },
    file: async (fullName, { branch, path }) => {
      const { git } = repository(fullName);
      const head = await git.resolve(`refs/heads/${branch}`);
      const entry = head === undefined ? undefined : await git.entry(head, path);
      return entry === undefined ? undefined : (await git.blob(entry.sha)).toString();
    },
    addIssue: (fullName, opened) => openIssue(store, repository(fullName), opened).number,
    addAlert: (fullName, alert) => addAlert(store, repository(fullName), alert),
    secret: (fullName, name, environment = '') => repository(fullName).extras.secrets.get(`${environment}/${name}`)?.value,
    planRuns: (fullName, plan) => {
      repository(fullName).runPlan = plan;
    },
    addRun: async (fullName, { path, branch, event = 'push', by = store.owner.login, fork }) => {
      const place = repository(fullName);
      const workflow = found(
        (await workflowsOf(store, place)).find((one) => one.path === path),
        `workflow ${path}`,
      );
      return (await startRun(store, place, { workflow, branch, event, actor: store.account(by).login, fork, inputs: {} })).id;
    },
    finishRun: (fullName, id) => {
      const run = found(repository(fullName).runs.get(id), `run ${id}`);
      run.queuedAtMs = store.nowMs - run.plan.queuedMs - run.plan.runningMs;
    },
    addComment: (fullName, { number, ...comment }) => addComment(store, issue(fullName, number), comment).id,
  };
};

const fill = async (store: Store, repository: RepositoryRecord, files: Readonly<Record<string, string>>): Promise<void> => {
  const { git, defaultBranch } = repository;
  const changes = await Promise.all(
    Object.entries(files).map(async ([path, text]) => ({ path, mode: '100644', sha: await git.writeBlob(Buffer.from(text)) })),
  );
  if (changes.length === 0) return;
  const tree = await git.writeTree({ base: undefined, changes });
  const author = signatureOf(store, repository.owner.login);
  const sha = await git.writeCommit({ tree, parents: [], message: 'Initial commit', author });
  await moveBranch(store, repository, { branch: defaultBranch, sha });
};

const found = <Value>(value: Value | undefined, name: string): Value => {
  if (value === undefined) throw new Error(`The sandbox has no ${name}.`);
  return value;
};
