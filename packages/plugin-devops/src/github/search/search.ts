import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';
import { commitAnswer } from '../commits/commit.ts';
import { author, type AuthoredText, unverifiedText } from '../text/authored.ts';

export const searchKind = z.enum(['code', 'issues', 'repositories', 'commits']);
type Kind = z.output<typeof searchKind>;

export interface SearchResult {
  /** owner/name */
  readonly repo: string;
  readonly url: string;
  readonly path?: string;
  readonly number?: number;
  readonly state?: string;
  readonly sha?: string;
  readonly text?: AuthoredText;
}

/** One page of a search. Nothing that strangers wrote is taken for trusted: to ask about everybody would cost a request each. */
export const search = async (request: {
  reader: GitHubReader;
  kind: Kind;
  query: string;
  limit: number;
  page: number;
  signal: AbortSignal;
}): Promise<{ readonly total: number; readonly complete: boolean; readonly found: readonly SearchResult[] }> => {
  const { reader, kind, query, limit, page, signal } = request;
  const mark: Mark = ({ by, text, source }) => unverifiedText({ by, text, source, reader, limit: 500 });
  const answered = await reader.outside({
    // As a variable of the path every character of the query is escaped: the library would take a plus sign for a space.
    route: `GET /search/${kind}{?q,per_page,page}`,
    values: { q: query, per_page: limit, page },
    schema: z.object({ total_count: z.int(), incomplete_results: z.boolean(), items: z.array(resultSchemas(mark)[kind]) }),
    signal,
  });
  return { total: answered.total_count, complete: !answered.incomplete_results, found: answered.items };
};

type Mark = (written: { by: string; text: string | null | undefined; source: string }) => AuthoredText;

const place = z.object({ full_name: z.string() });

const resultSchemas = (mark: Mark): Readonly<Record<Kind, z.ZodType<SearchResult>>> => ({
  code: z
    .object({ path: z.string(), sha: z.string(), html_url: z.string(), repository: place })
    .transform(({ path, sha, html_url: url, repository }) => ({ repo: repository.full_name, url, path, sha })),
  issues: z
    .object({
      number: z.int(),
      title: z.string(),
      state: z.string(),
      html_url: z.string(),
      user: author,
      repository_url: z.string(),
    })
    .transform(({ number, title, state, html_url: url, user, repository_url: address }) => {
      const by = user?.login ?? 'ghost';
      // The only place where it says where it is: https://api.github.com/repos/octo/widgets
      const repo = address.split('/').slice(-2).join('/');
      return { repo, url, number, state, text: mark({ by, text: title, source: `@${by}` }) };
    }),
  repositories: z
    .object({ full_name: z.string(), html_url: z.string(), description: z.string().nullish() })
    .transform(({ full_name: repo, html_url: url, description }) => ({
      repo,
      url,
      text: mark({ by: repo.split('/')[0] ?? '', text: description, source: `the owner of ${repo}` }),
    })),
  commits: commitAnswer.extend({ repository: place }).transform(({ sha, html_url: url, repository, commit }) => ({
    repo: repository.full_name,
    url,
    sha,
    text: mark({ by: 'unverified', text: commit.message.split('\n', 1)[0], source: 'the author of a commit' }),
  })),
});
