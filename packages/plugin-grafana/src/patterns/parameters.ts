/** What the parse tree may grow to, and when lines count as alike. */
export interface DrainParameters {
  /** Tokens that choose the way through the tree; what comes after them only counts for the similarity. */
  readonly depth: number;
  /** The share of words that two lines of one leaf must have in common. */
  readonly similarity: number;
  /** A place with more different words than this is a parameter. */
  readonly maxChildren: number;
  /** Patterns that are kept, the most frequent first; the lines of all others are only counted. */
  readonly maxClusters: number;
  /** A place with at least so many words that hardly ever come twice is a parameter as well. */
  readonly rareValues: number;
}

/** Depth, similarity, children and clusters as Loki has them. */
export const usualParameters: DrainParameters = { depth: 30, similarity: 0.3, maxChildren: 15, maxClusters: 300, rareValues: 4 };

/** What stands for a parameter in a pattern. */
export const wildcard = '<_>';

/** What one run may hold, whatever the lines are. */
export const limits = {
  lines: 100_000,
  /** Of a line: what comes after them is not looked at. */
  lineCharacters: 3_000,
  tokens: 80,
  /** Different sequences of tokens, and their characters together. */
  forms: 40_000,
  characters: 12_000_000,
  samples: 3,
  sampleCharacters: 500,
} as const;
