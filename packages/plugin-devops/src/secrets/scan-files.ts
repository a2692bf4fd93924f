import { readOrSkip, type ReadText } from '../files/content.ts';
import type { Search } from '../search/search.ts';
import { toLines } from '../text/lines.ts';
import { findSecrets } from './find-secrets.ts';
import type { Finding } from './find-secrets.ts';

export interface ScannedFiles {
  readonly findings: readonly Finding[];
  readonly filesScanned: number;
  /** Binary files, files that are too large, and files that vanished. */
  readonly filesSkipped: number;
  /** False when there are more files than one scan looks at. */
  readonly complete: boolean;
}
export type ScanFiles = (request: {
  /** A folder or file. */
  path: string;
  globs: readonly string[];
  includeIgnored: boolean;
  signal: AbortSignal;
}) => Promise<ScannedFiles>;

/** Looks for secrets in the files below a folder, as a search would find them. */
export const createScanFiles =
  ({ search, readText }: { search: Search; readText: ReadText }): ScanFiles =>
  async ({ path, globs, includeIgnored, signal }) => {
    const findings: Finding[] = [];
    let [filesScanned, filesSkipped, skip] = [0, 0, 0];
    let [next, complete]: [number | undefined, boolean] = [0, true];
    while (next !== undefined && skip < maxFiles) {
      const page = await search.names({ path, pattern: '*', globs, includeIgnored, limit: pageSize, skip, signal });
      for (const file of page.results) {
        signal.throwIfAborted();
        const text = await readOrSkip({ readText, path: file });
        if (text === undefined) filesSkipped += 1;
        else {
          filesScanned += 1;
          const lines = toLines(text).map((line, index) => ({ line: index + 1, text: line }));
          findings.push(...findSecrets({ path: file, lines }));
        }
      }
      [next, complete, skip] = [page.next, page.complete && page.next === undefined, page.next ?? skip];
    }
    return { findings, filesScanned, filesSkipped, complete };
  };

const pageSize = 1_000;
const maxFiles = 20_000;
