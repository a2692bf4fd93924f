import { explainSyntax } from './explain-syntax.ts';

/** Asks with a query that was made of the caller's: a syntax error is explained in the caller's text, the only one that they can correct. */
export const inOwnText = async <Answer>({ text, ask }: { text: string; ask: () => Promise<Answer> }): Promise<Answer> => {
  try {
    return await ask();
  } catch (error) {
    throw await explainSyntax({ error, query: text });
  }
};
