import type { AnyTool } from '@lineclear/core/plugin';
import { type GitHubOptions, startGitHub } from '../../test/start-github.ts';

export const repo = 'octo/widgets';
/** The pull request that is there. */
export const one = { repo, number: 1 };

/** Some tools in front of `octo/widgets`, where somebody has opened a pull request from `feature` into `main`. */
export const startPull = async (
  tools: readonly AnyTool[],
  {
    author = 'wendy',
    title = 'Raise the price',
    body,
    ...options
  }: GitHubOptions & { author?: string; title?: string; body?: string } = {},
) => {
  const started = await startGitHub(tools, options);
  const { world } = started.sandbox;
  world.addCollaborator(repo, { login: 'wendy', role: 'write' });
  world.addIssue(repo, { author, title, ...(body === undefined ? {} : { body }), pull: { head: 'feature', base: 'main' } });
  const push = (branch: string, path: string, content = path) => world.push(repo, { branch, path, content });
  const edit = (fields: object): void => void Object.assign(world.issue(repo, 1), fields);
  const editPull = (fields: object): void => void Object.assign(world.issue(repo, 1).pull ?? {}, fields);
  return { ...started, world, push, edit, editPull };
};
