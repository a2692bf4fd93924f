import * as z from 'zod';
import { github } from '../../connection.ts';
import { nextPage, nextPageOf, paging } from '../../paging.ts';
import { repositoryName } from '../../repository-name.ts';
import { hookAnswer, shownHook, showHook } from '../webhook.ts';

export const githubWebhookList = github.read({
  name: 'github_webhook_list',
  title: 'Webhooks',
  toolset: 'administration',
  description: 'List webhooks, without secrets and tokens. github_webhook_ping tries one.',
  input: z.strictObject({ repo: repositoryName, ...paging }),
  output: z.object({ webhooks: z.array(shownHook), next_page: nextPage }),
  run: async ({ input, reader, signal }) => {
    const { repo: repository, limit, page } = input;
    const found = await reader.page({ repository, path: '/hooks', item: hookAnswer, limit, page, signal });
    return { webhooks: found.items.map(showHook), next_page: nextPageOf(found) };
  },
});
