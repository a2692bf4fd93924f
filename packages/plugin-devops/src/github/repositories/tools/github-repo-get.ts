import * as z from 'zod';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { repositoryAnswer, shownRepository, showRepository } from '../repository.ts';

export const githubRepoGet = github.read({
  name: 'github_repo_get',
  title: 'GitHub repository',
  toolset: 'repositories',
  description: 'Show a repository on GitHub and its settings. Use git_status for the local working copy.',
  input: z.strictObject({ repo: repositoryName }),
  output: shownRepository,
  run: async ({ input, reader, signal }) => {
    const answer = await reader.get({ repository: input.repo, path: '', schema: repositoryAnswer, signal });
    return showRepository({ answer, reader });
  },
});
