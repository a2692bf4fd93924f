/** What a template may cost. Texts come from a model or from a file that nobody has looked at. */
export const limits = {
  textBytes: 1 << 20,
  steps: 10_000,
  /** Maps and lists inside one another; the server's own templates stay below 12. */
  depth: 64,
  /** Words, signs, line ends and spaces of the text; ten thousand steps fit. */
  lexemes: 500_000,
  /** Values after aliases are expanded, so that a few lines cannot become millions. */
  values: 200_000,
} as const;
