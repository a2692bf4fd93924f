import * as z from 'zod';
import { github } from '../../connection.ts';
import { pathIn, placeFields } from '../../environments/place.ts';
import { nextPage, nextPageOf, paging } from '../../paging.ts';
import { variable } from '../variable.ts';

export const githubVariableList = github.read({
  name: 'github_variable_list',
  title: 'Variables',
  toolset: 'administration',
  description: 'List Actions variables with their values. Use github_secret_list for secrets.',
  input: z.strictObject({ ...placeFields, ...paging }),
  output: z.object({ variables: z.array(variable), next_page: nextPage }),
  run: async ({ input, reader, signal }) => {
    const { repo: repository, limit, page } = input;
    const list = { repository, ...pathIn({ place: input, list: 'variables' }), field: 'variables', item: variable };
    const found = await reader.page({ ...list, limit, page, signal });
    return { variables: found.items, next_page: nextPageOf(found) };
  },
});
