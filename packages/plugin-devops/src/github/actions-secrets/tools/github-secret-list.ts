import * as z from 'zod';
import { github } from '../../connection.ts';
import { pathIn, placeFields } from '../../environments/place.ts';
import { nextPage, nextPageOf, paging } from '../../paging.ts';
import { secretAnswer } from '../actions-secret.ts';

export const githubSecretList = github.read({
  name: 'github_secret_list',
  title: 'Secrets',
  toolset: 'administration',
  description: 'List Actions secrets, without their values. Use github_variable_list for what is not secret.',
  input: z.strictObject({ ...placeFields, ...paging }),
  output: z.object({ secrets: z.array(secretAnswer), next_page: nextPage }),
  run: async ({ input, reader, signal }) => {
    const { repo: repository, limit, page } = input;
    const list = { repository, ...pathIn({ place: input, list: 'secrets' }), field: 'secrets', item: secretAnswer };
    const found = await reader.page({ ...list, limit, page, signal });
    return { secrets: found.items, next_page: nextPageOf(found) };
  },
});
