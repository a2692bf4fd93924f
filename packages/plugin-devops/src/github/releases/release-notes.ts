import * as z from 'zod';
import { parseAnswer } from '../client/parse-answer.ts';
import type { GitHubReader } from '../client/github-reader.ts';

/** https://docs.github.com/en/rest/releases/releases#generate-release-notes-content-for-a-release */
const notesAnswer = z.object({ name: z.string(), body: z.string() });

/** What GitHub would write about a release: titles and people of what was merged. It keeps nothing of that, so a preview may ask. */
export const releaseNotes = async ({
  reader,
  repository,
  tag,
  commit,
  since,
  signal,
}: {
  reader: GitHubReader;
  repository: string;
  tag: string;
  /** Where a tag that is not there yet will begin. */
  commit: string;
  /** The tag of the release before; GitHub finds one when absent. */
  since: string | undefined;
  signal: AbortSignal;
}): Promise<z.output<typeof notesAnswer>> => {
  reader.checkReach(repository);
  const [owner, repo] = repository.split('/');
  const answer = await reader.transport.send({
    route: 'POST /repos/{owner}/{repo}/releases/generate-notes',
    values: {
      owner,
      repo,
      tag_name: tag,
      target_commitish: commit,
      ...(since === undefined ? {} : { previous_tag_name: since }),
    },
    signal,
  });
  return parseAnswer({ answer, schema: notesAnswer });
};
