import type * as z from 'zod';

export interface PromptMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

/** Every argument of a prompt is text on the wire; schemas may narrow it (enum, uuid, numeric text). */
export interface PromptSpec<Args extends z.ZodObject> {
  readonly name: string;
  readonly title?: string;
  readonly description: string;
  readonly args: Args;
  /** Tools of this plugin that the text leads through; the prompt is offered where all of them are. */
  readonly tools?: readonly string[];
  readonly render: (call: { readonly args: z.output<Args> }) => string | readonly PromptMessage[];
  /** Suggestions per argument; enums complete themselves. At most 100 are sent. */
  readonly complete?: {
    readonly [Key in keyof Args['shape']]?: (prefix: string) => readonly string[] | Promise<readonly string[]>;
  };
}
export type Prompt<Args extends z.ZodObject = z.ZodObject> = PromptSpec<Args>;
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyPrompt = Prompt<any>;

/** A conversation starter that people pick in their client. */
export const definePrompt = <Args extends z.ZodObject>(spec: PromptSpec<Args>): Prompt<Args> => spec;
