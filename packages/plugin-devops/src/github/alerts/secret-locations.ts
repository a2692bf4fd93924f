import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';

/** https://docs.github.com/en/rest/secret-scanning/secret-scanning#list-locations-for-a-secret-scanning-alert */
const locationAnswer = z.object({
  type: z.string(),
  details: z.object({
    path: z.string().nullish(),
    start_line: z.number().nullish(),
    commit_sha: z.string().nullish(),
    html_url: z.string().nullish(),
  }),
});

export const secretLocation = z.object({
  type: z.string(),
  path: z.string().nullable(),
  line: z.number().nullable(),
  commit: z.string().nullable(),
  url: z.string().nullable(),
});

/** Where a secret was found, the first 30 places. */
export const locationsOf = async ({
  repository,
  number,
  reader,
  signal,
}: {
  repository: string;
  number: number;
  reader: GitHubReader;
  signal: AbortSignal;
}): Promise<readonly z.output<typeof secretLocation>[]> => {
  const path = '/secret-scanning/alerts/{alert_number}/locations';
  const { items } = await reader.page({
    repository,
    path,
    values: { alert_number: number },
    item: locationAnswer,
    limit: 30,
    signal,
  });
  return items.map(({ type, details }) => ({
    type,
    path: details.path ?? null,
    line: details.start_line ?? null,
    commit: details.commit_sha ?? null,
    url: details.html_url ?? null,
  }));
};
