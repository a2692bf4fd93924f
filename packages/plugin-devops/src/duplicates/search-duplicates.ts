import type { ReadText } from '../files/content.ts';
import type { Search } from '../search/search.ts';
import { createCollectSources } from './collect-sources.ts';
import { countDuplicatedLines, describeDuplicates } from './describe-duplicates.ts';
import type { DuplicateGroup } from './describe-duplicates.ts';
import { findDuplicates } from './find-duplicates.ts';

export interface DuplicatedCode {
  /** The largest first. */
  readonly groups: readonly DuplicateGroup[];
  readonly groupsLeftOut: number;
  readonly files: number;
  /** Source files that were not read. */
  readonly filesLeftOut: number;
  readonly lines: number;
  /** Lines that stand at another place too. */
  readonly duplicatedLines: number;
  /** False when there are more files than one call looks at. */
  readonly complete: boolean;
}
export type SearchDuplicates = (request: {
  path: string;
  globs: readonly string[];
  minTokens: number;
  minLines: number;
  /** How many groups. */
  limit: number;
  now: () => number;
  signal: AbortSignal;
}) => Promise<DuplicatedCode>;

/** Reads the source files below a folder and finds what stands in them more than once. */
export const createSearchDuplicates = (parts: { search: Search; readText: ReadText }): SearchDuplicates => {
  const collectSources = createCollectSources(parts);
  return async ({ path, globs, minTokens, minLines, limit, now, signal }) => {
    const sources = await collectSources({ path, globs, now, signal });
    const { ids, lines, files, leftOut, complete } = sources;
    const duplicates = await findDuplicates({ ids, lines, minTokens, minLines, signal });
    const groups = describeDuplicates({ sources, duplicates: duplicates.slice(0, limit) });
    return {
      groups,
      groupsLeftOut: duplicates.length - groups.length,
      files: files.length,
      filesLeftOut: leftOut,
      lines: files.reduce((sum, file) => sum + file.lineCount, 0),
      duplicatedLines: countDuplicatedLines({ sources, duplicates }),
      complete,
    };
  };
};
