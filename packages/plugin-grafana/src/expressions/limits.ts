/** What an expression may cost to check; those that people write stay far below. */
export const limits = {
  characters: 10_000,
  /** Brackets inside one another. */
  depth: 60,
  variables: 100,
  /** Variables for which it is tried whether a number in their place makes the syntax right. */
  triedAsNumbers: 30,
  /** Findings of one expression that get a repair; people repair one after the other. */
  repairs: 20,
  /** Names, numbers, operators and everything else that a grammar tells apart. */
  nodes: 5_000,
  /** The parser itself gives up on longer rows of operators and calls it an error. */
  operators: 150,
} as const;
