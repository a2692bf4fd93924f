import { mapConcurrently } from '@lineclear/core/plugin';
import * as z from 'zod';
import { branchName } from '../../../git/branch-name.ts';
import { github } from '../../connection.ts';
import { nextPage, nextPageOf, paging } from '../../paging.ts';
import { repositoryName } from '../../repository-name.ts';
import { authoredText, markTexts } from '../../text/authored.ts';
import { deploymentAnswer, environmentName, lastStatusOf } from '../deployment.ts';

export const githubDeploymentList = github.read({
  name: 'github_deployment_list',
  title: 'Deployments',
  toolset: 'deployments',
  description: 'List deployments with their states, newest first. Use github_release_list for releases.',
  input: z.strictObject({
    repo: repositoryName,
    environment: environmentName.optional(),
    ref: branchName('Branch, tag or commit.').optional(),
    ...paging,
  }),
  output: z.object({
    deployments: z.array(
      z.object({
        deployment_id: z.int(),
        environment: z.string(),
        production: z.boolean().nullable(),
        ref: z.string(),
        commit: z.string(),
        task: z.string(),
        description: authoredText,
        created_at: z.string(),
        state: z.string().nullable().describe('Null before the first status.'),
        state_description: authoredText.nullable(),
        state_at: z.string().nullable(),
      }),
    ),
    next_page: nextPage,
  }),
  run: async ({ input: { repo: repository, environment, ref, limit, page }, reader, signal }) => {
    const values = { environment, ref };
    const found = await reader.page({ repository, path: '/deployments', values, item: deploymentAnswer, limit, page, signal });
    const statuses = await mapConcurrently({
      items: found.items,
      concurrency: 4,
      run: ({ id }) => lastStatusOf({ reader, repository, id, signal }),
    });
    const texts = found.items.flatMap((deployment, index) => [
      { author: deployment.creator, text: deployment.description },
      { author: statuses[index]?.creator, text: statuses[index]?.description },
    ]);
    const marked = await markTexts({ texts, repository, reader, limit: 1_000, signal });
    return {
      deployments: found.items.map((deployment, index) => {
        const status = statuses[index];
        return {
          deployment_id: deployment.id,
          environment: deployment.environment,
          production: deployment.production_environment ?? null,
          ref: deployment.ref,
          commit: deployment.sha,
          task: deployment.task,
          description: marked[index * 2] ?? nothing,
          created_at: deployment.created_at,
          state: status?.state ?? null,
          state_description: status === undefined ? null : (marked[index * 2 + 1] ?? nothing),
          state_at: status?.created_at ?? null,
        };
      }),
      next_page: nextPageOf(found),
    };
  },
});

const nothing = { by: 'ghost', trusted: false, text: '' };
