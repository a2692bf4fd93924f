import type { GitHubSandbox } from '@lineclear/testing/github';
import { type GitHubIds, githubToken, startFilledGitHub, widgets } from './github-sandbox.ts';
import type { World } from './world.ts';

/** A GitHub of its own for each client. */
export interface GitHubWorld {
  /** What a profile says of it. */
  readonly connections: { readonly github: object };
  /** What is true in GitHub now. */
  readonly world: GitHubSandbox['world'];
  /** Ends GitHub; throws where it was sent what its description does not allow. */
  readonly close: () => Promise<void>;
}

export const freshGitHubWorld = async (): Promise<GitHubWorld> => {
  const { sandbox } = await startFilledGitHub();
  const { url, world } = sandbox;
  return {
    connections: { github: { url, token: githubToken, throttle: false, repositories: ['octo/*'] } },
    world,
    close: () => close(sandbox),
  };
};

/** The repository after a write, and what is on its branches. */
export const inWidgets =
  (look: (repository: ReturnType<GitHubSandbox['world']['repository']>, world: GitHubSandbox['world']) => unknown) =>
  ({ github }: World): unknown =>
    github === undefined ? undefined : look(github.world.repository(widgets), github.world);

/** The ids of what is there from the start. */
export const seededGitHubIds = (): Promise<GitHubIds> => (reading ??= readIds());

let reading: Promise<GitHubIds> | undefined;

const readIds = async (): Promise<GitHubIds> => {
  const { sandbox, ids } = await startFilledGitHub();
  await close(sandbox);
  return ids;
};

const close = async (sandbox: GitHubSandbox): Promise<void> => {
  await sandbox.close();
  const { violations } = sandbox;
  if (violations.length > 0) throw new Error(`GitHub's description does not allow: ${JSON.stringify(violations)}`);
};
