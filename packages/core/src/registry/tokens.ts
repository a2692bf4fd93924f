import type { ToolDefinition } from './types.ts';

/**
 * About how many tokens a text costs a model: one for every four characters. That is near for English prose and somewhat low for
 * JSON, whose punctuation costs more; tokenizers differ by more than that. It compares tools with one another, it bills nobody.
 */
export const estimateTokens = (text: string): number => Math.ceil(text.length / 4);

/** What one listed tool costs: `definition` is everything but the output schema, which few clients show to the model. */
export const toolTokens = ({ outputSchema, ...definition }: ToolDefinition): { definition: number; output: number } => ({
  definition: estimateTokens(JSON.stringify(definition)),
  output: outputSchema === undefined ? 0 : estimateTokens(JSON.stringify(outputSchema)),
});
