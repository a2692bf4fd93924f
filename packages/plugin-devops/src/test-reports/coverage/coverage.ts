/** What was run of what could be run. */
export interface Share {
  readonly covered: number;
  readonly total: number;
}
export interface FileCoverage {
  /** As the report names it. */
  readonly path: string;
  readonly lines: Share;
}
/** A coverage report, whatever its format; a kind that the format does not have is `undefined`. */
export interface Coverage {
  readonly lines: Share | undefined;
  readonly branches: Share | undefined;
  readonly functions: Share | undefined;
  readonly statements: Share | undefined;
  readonly files: readonly FileCoverage[];
  /** What is wrong with the report itself, in sentences. */
  readonly notes: readonly string[];
}

/** The sum of shares; `undefined` where there is nothing that could be run. */
export const addShares = (shares: readonly Share[]): Share | undefined => {
  const total = shares.reduce((sum, share) => sum + share.total, 0);
  return total === 0 ? undefined : { covered: shares.reduce((sum, share) => sum + share.covered, 0), total };
};

/** Percent with two digits, cut and not rounded, so that 100 means everything. */
export const percentOf = ({ covered, total }: Share): number => (total === 0 ? 100 : Math.floor((covered / total) * 10_000) / 100);

/** How often each line ran, as a share; lines that ran at least once are covered. */
export const shareOfHits = (hits: Iterable<number>): Share => {
  let [covered, total] = [0, 0];
  for (const count of hits) {
    total += 1;
    if (count > 0) covered += 1;
  }
  return { covered, total };
};
