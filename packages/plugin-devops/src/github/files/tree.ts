import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';

const entry = z.object({ path: z.string(), mode: z.string(), type: z.string(), sha: z.string(), size: z.int().optional() });
export type TreeEntry = z.output<typeof entry>;

/** https://docs.github.com/en/rest/git/trees#get-a-tree */
const treeAnswer = z.object({ tree: z.array(entry) });

/** Finds what lies at a path of a tree; undefined where nothing does. */
export type FindEntry = (path: string) => Promise<TreeEntry | undefined>;

/** Looks into one tree, reading every folder once: of a large repository the whole tree would be cut. */
export const openTree = (request: { reader: GitHubReader; repository: string; tree: string; signal: AbortSignal }): FindEntry => {
  const { reader, repository, signal } = request;
  const folders = new Map<string, Promise<readonly TreeEntry[]>>();
  const entriesOf = (tree: string): Promise<readonly TreeEntry[]> => {
    const path = '/git/trees/{tree_sha}';
    const reading =
      folders.get(tree) ??
      reader.get({ repository, path, values: { tree_sha: tree }, schema: treeAnswer, signal }).then((answer) => answer.tree);
    folders.set(tree, reading);
    return reading;
  };
  return async (path) => {
    let found: TreeEntry | undefined;
    let tree = request.tree;
    for (const name of path.split('/')) {
      if (found !== undefined && found.type !== 'tree') return undefined;
      // oxlint-disable-next-line no-await-in-loop -- a folder says where the next one is
      found = (await entriesOf(tree)).find((one) => one.path === name);
      if (found === undefined) return undefined;
      tree = found.sha;
    }
    return found;
  };
};
