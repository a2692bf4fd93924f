import type { FileAnswer } from './pull-files.ts';

/** The sides of a diff: what was, and what is afterwards. */
export type Side = 'LEFT' | 'RIGHT';

/** Where a comment is to stand. */
export interface CommentPlace {
  readonly path: string;
  readonly line: number;
  readonly start_line?: number | undefined;
  readonly side: Side;
}

/** What is wrong with the places of comments: GitHub takes only lines that the diff shows. Files that have no patch cannot be judged. */
export const placesOutside = ({ places, files }: { places: readonly CommentPlace[]; files: readonly FileAnswer[] }) =>
  places.flatMap((place) => {
    const file = files.find(({ filename }) => filename === place.path);
    if (file === undefined) return [{ path: place.path, line: place.line, problem: 'the file is not changed' }];
    if (file.patch === undefined) return [];
    const shown = linesOf({ patch: file.patch, side: place.side });
    return [place.start_line ?? place.line, place.line]
      .filter((line) => !shown.has(line))
      .slice(0, 1)
      .map((line) => ({ path: place.path, line, problem: `the diff does not show this line on its ${place.side} side` }));
  });

/** The numbers of the lines that a patch shows on one side. */
const linesOf = ({ patch, side }: { patch: string; side: Side }): ReadonlySet<number> => {
  const shown = new Set<number>();
  const other = side === 'RIGHT' ? '-' : '+';
  let next = 0;
  for (const line of patch.split('\n')) {
    const [, left, right] = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line) ?? [];
    if (left !== undefined) next = Number(side === 'LEFT' ? left : right);
    else if (!line.startsWith(other) && !line.startsWith('\\')) {
      shown.add(next);
      next += 1;
    }
  }
  return shown;
};
