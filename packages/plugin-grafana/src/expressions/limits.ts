/** What an expression may cost to check; those that people write stay far below. */
export const limits = {
  characters: 10_000,
  /** Brackets inside one another. */
  depth: 60,
  variables: 100,
  /** Names, numbers, operators and everything else that a grammar tells apart. */
  nodes: 5_000,
} as const;
