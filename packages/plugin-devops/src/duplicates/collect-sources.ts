import { readOrSkip, type ReadText } from '../files/content.ts';
import type { Search } from '../search/search.ts';
import { commentsOf, noComments } from './languages.ts';
import { createTokenList } from './tokens.ts';

export interface Source {
  readonly path: string;
  readonly text: string;
  /** The indices of its first token and of the one after its last. */
  readonly from: number;
  readonly to: number;
  readonly lineCount: number;
}
export interface Sources {
  readonly files: readonly Source[];
  readonly ids: Int32Array;
  readonly lines: Int32Array;
  /** Files that fit and were not read: too large, not text, gone, or more than one call looks at. */
  readonly leftOut: number;
  /** False when there are more files than were listed. */
  readonly complete: boolean;
}
export type CollectSources = (request: {
  path: string;
  /** Only these files; with none, what is known as code. */
  globs: readonly string[];
  now: () => number;
  signal: AbortSignal;
}) => Promise<Sources>;

/** Reads source files as a search would find them, in the order of their paths. */
export const createCollectSources =
  ({ search, readText }: { search: Search; readText: ReadText }): CollectSources =>
  async ({ path, globs, now, signal }) => {
    const startedAt = now();
    const { paths, complete } = await listSources({ search, path, globs, signal });
    const list = createTokenList();
    const files: Source[] = [];
    let [leftOut, characters] = [0, 0];
    for (const file of paths) {
      signal.throwIfAborted();
      const full = characters >= maxCharacters || list.length() >= maxTokens || now() - startedAt > maxReadingMs;
      const text = full ? undefined : await readOrSkip({ readText, path: file });
      if (text === undefined || text.length > maxFileCharacters) {
        leftOut += 1;
        continue;
      }
      characters += text.length;
      const from = list.length();
      const { tokens, lines } = await list.add({ text, comments: commentsOf(file) ?? noComments, signal });
      files.push({ path: file, text, from, to: from + tokens, lineCount: lines });
    }
    return { files, ...list.end(), leftOut, complete };
  };

// Together they keep a call within some seconds and about 200 MB.
const maxFiles = 10_000;
const maxFileCharacters = 1 << 20;
const maxCharacters = 16 << 20;
const maxTokens = 4_000_000;
const maxReadingMs = 20_000;
const pageSize = 1_000;

const listSources = async (request: { search: Search; path: string; globs: readonly string[]; signal: AbortSignal }) => {
  const { search, path, globs, signal } = request;
  const paths: string[] = [];
  let next: number | undefined = 0;
  let complete = true;
  while (next !== undefined && paths.length < maxFiles) {
    const page = await search.names({ path, pattern: '*', globs, includeIgnored: false, limit: pageSize, skip: next, signal });
    paths.push(...page.results.filter((file) => globs.length > 0 || commentsOf(file) !== undefined));
    [next, complete] = [page.next, page.complete];
  }
  return { paths: paths.slice(0, maxFiles), complete: complete && next === undefined };
};
