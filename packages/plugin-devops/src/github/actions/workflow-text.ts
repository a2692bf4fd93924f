import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';

/** https://docs.github.com/en/rest/repos/contents#get-repository-content */
const fileAnswer = z.object({ type: z.literal('file'), sha: z.string(), encoding: z.string(), content: z.string() });

/** The text of a workflow at a commit; undefined where the commit does not have it, or it is too large for GitHub to show. */
export const workflowText = async ({
  reader,
  repository,
  path,
  commit,
  signal,
}: {
  reader: GitHubReader;
  repository: string;
  path: string;
  commit: string;
  signal: AbortSignal;
}): Promise<string | undefined> => {
  const asking = { repository, path: '/contents/{path}', values: { path, ref: commit }, schema: fileAnswer, signal };
  const file = await reader.find(asking);
  return file?.encoding === 'base64' ? Buffer.from(file.content, 'base64').toString() : undefined;
};
