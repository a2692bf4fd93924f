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
  const asking = { repository, path: '/contents/{+path}', values: { path, ref: commit }, schema: fileAnswer, signal };
  const file = await reader.find(asking);
  return file?.encoding === 'base64' ? Buffer.from(file.content, 'base64').toString() : undefined;
};

/** The environments that a workflow names: what runs there may deploy. */
export const environmentsIn = (text: string): readonly string[] => {
  const names = new Set<string>();
  let isBelow = false;
  for (const line of text.split('\n')) {
    const [, key, value = ''] = line.length > 300 ? [] : (/^\s*(environment|name):(.*)$/.exec(line) ?? []);
    const name = value
      .replace(/\s#.*$/, '')
      .replaceAll(/['"]/g, '')
      .trim();
    if (name !== '' && (key === 'environment' || (key === 'name' && isBelow))) names.add(name);
    // `environment:` with its name on the next line.
    isBelow = key === 'environment' && name === '';
  }
  return [...names].slice(0, 20);
};
