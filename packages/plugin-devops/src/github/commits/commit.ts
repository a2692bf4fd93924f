import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';
import { type AuthoredText, authoredText, markTexts, unverifiedText } from '../text/authored.ts';

// Where no account has the address of a commit, GitHub answers null or an object without fields.
const account = z.object({ login: z.string().optional() }).nullish();
const signature = z.object({ name: z.string().nullish(), date: z.string().nullish() }).nullish();

/** https://docs.github.com/en/rest/commits/commits#list-commits */
export const commitAnswer = z.object({
  sha: z.string(),
  html_url: z.string(),
  commit: z.object({
    message: z.string(),
    author: signature,
    committer: signature,
    verification: z.object({ verified: z.boolean() }).nullish(),
  }),
  author: account,
  committer: account,
  parents: z.array(z.object({ sha: z.string() })).default([]),
});
export type CommitAnswer = z.output<typeof commitAnswer>;

export const shownCommit = z.object({
  sha: z.string(),
  date: z.string().nullable(),
  url: z.string(),
  message: authoredText,
});

/** Commits as lists show them, with the first lines of their messages. */
export const showCommits = async (request: {
  commits: readonly CommitAnswer[];
  repository: string;
  reader: GitHubReader;
  signal: AbortSignal;
}): Promise<readonly z.output<typeof shownCommit>[]> => {
  const texts = await markMessages({ ...request, toText: (message) => message.split('\n', 1)[0] ?? '', limit: 300 });
  return request.commits.map(({ sha, html_url: url, commit }, index) => ({
    sha,
    date: commit.author?.date ?? null,
    url,
    message: texts[index] ?? { by: '', trusted: false, text: '' },
  }));
};

/** The messages of commits: only what is signed says who wrote it. */
export const markMessages = async ({
  commits,
  repository,
  reader,
  toText = (message) => message,
  limit = 10_000,
  signal,
}: {
  commits: readonly CommitAnswer[];
  repository: string;
  reader: GitHubReader;
  toText?: (message: string) => string;
  limit?: number;
  signal: AbortSignal;
}): Promise<readonly AuthoredText[]> => {
  const texts = commits.map((commit) => ({ author: signerOf(commit), text: toText(commit.commit.message) }));
  const marked = await markTexts({ texts, repository, reader, limit, signal });
  return commits.map(({ commit }, index) => {
    const { author, text } = texts[index] ?? {};
    if (author !== undefined) return marked[index] ?? { by: '', trusted: false, text: '' };
    const by = reader.isLockedDown ? 'unverified' : `${(commit.author?.name ?? 'nobody').slice(0, 100)} (unverified)`;
    return unverifiedText({ by, text, source: 'the author of a commit, whom no signature proves', reader, limit });
  });
};

/**
 * The account that a signature vouches for. Anybody may commit with the address of somebody else, and GitHub then shows that account as the
 * author; what is made on GitHub itself is signed by `web-flow` for its author.
 */
const signerOf = ({ commit, author, committer }: CommitAnswer): { login: string } | undefined => {
  if (commit.verification?.verified !== true) return undefined;
  const login = committer?.login === 'web-flow' ? author?.login : committer?.login;
  return login === undefined ? undefined : { login };
};
