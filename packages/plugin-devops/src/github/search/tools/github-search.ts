import * as z from 'zod';
import { github } from '../../connection.ts';
import { nextPage, paging } from '../../paging.ts';
import { authoredText } from '../../text/authored.ts';
import { search, searchKind } from '../search.ts';
import { checkScope } from '../search-scope.ts';

// GitHub answers no more of one search.
const mostResults = 1_000;

export const githubSearch = github.read({
  name: 'github_search',
  title: 'Search GitHub',
  toolset: 'repositories',
  description: 'Search code, issues with pull requests, repositories or commits on GitHub. Use fs_search for local files.',
  input: z.strictObject({
    kind: searchKind.describe('What to look for.'),
    query: z.string().trim().min(1).max(256).describe('Such as "timeout repo:octo/widgets is:issue".'),
    ...paging,
  }),
  output: z.object({
    total: z.int().describe('Of all repositories that the credentials see.'),
    complete: z.boolean().describe('False when GitHub stopped early.'),
    results: z.array(
      z.object({
        repo: z.string(),
        url: z.string(),
        path: z.string().optional(),
        number: z.int().optional(),
        state: z.string().optional(),
        sha: z.string().optional(),
        text: authoredText.optional().describe('Title, description or message.'),
      }),
    ),
    left_out: z.int().describe('Of this page, in repositories that the profile does not reach.'),
    next_page: nextPage,
    untrusted: z.literal(true),
  }),
  run: async ({ input, reader, signal }) => {
    const { kind, query, limit, page } = input;
    checkScope({ query, reader });
    const { total, complete, found } = await search({ reader, kind, query, limit, page, signal });
    const results = found.filter(({ repo }) => reader.reaches(repo));
    const isLast = found.length === 0 || page * limit >= Math.min(total, mostResults);
    return {
      total,
      complete,
      results,
      left_out: found.length - results.length,
      next_page: isLast ? null : page + 1,
      untrusted: true,
    };
  },
});
