import * as z from 'zod';
import { github } from '../../connection.ts';
import { nextPage, paging } from '../../paging.ts';
import { repositoryName } from '../../repository-name.ts';
import { labelAnswer, showLabel, shownLabel } from '../label-answer.ts';

export const githubLabelList = github.read({
  name: 'github_label_list',
  title: 'Labels of a repository',
  toolset: 'issues',
  description: 'List the labels of a repository. Use github_issue_update to put one on an issue.',
  input: z.strictObject({ repo: repositoryName, ...paging }),
  output: z.object({ labels: z.array(shownLabel), next_page: nextPage }),
  run: async ({ input, reader, signal }) => {
    const { repo: repository, limit, page } = input;
    const found = await reader.page({ repository, path: '/labels', item: labelAnswer, limit, page, signal });
    return { labels: found.items.map(showLabel), next_page: found.nextPage ?? null };
  },
});
